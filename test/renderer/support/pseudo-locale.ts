// English as a longer language would be: every text 40 % longer, every letter with an accent, between brackets. What
// is neither accented nor bracketed on the page never went through the texts; what is cut off was measured for English.

/** A letter with an accent for each that has one. */
const ACCENTED = new Map(
  Object.entries({ a: "á", c: "ç", e: "é", i: "í", n: "ñ", o: "ö", s: "š", u: "ü", y: "ý", z: "ž" }).flatMap(
    ([plain, accented]) => [
      [plain, accented],
      [plain.toUpperCase(), accented.toUpperCase()],
    ],
  ),
);

/** How much longer a text becomes. */
const LONGER = 0.4;

/** What is put in to lengthen a text: in words, so that lines break as they would. */
const FILLING = "ñöçh éín wöřt ";

/** Values and references to other texts stay as they are. */
const KEPT = /(\{\{.*?\}\}|\$t\(.*?\))/;

/** A text in the pseudo-locale. */
export function pseudoText(text: string): string {
  const said = text
    .split(KEPT)
    .map((part) => (KEPT.test(part) ? part : [...part].map((letter) => ACCENTED.get(letter) ?? letter).join("")))
    .join("");
  const more = Math.ceil(text.length * LONGER);
  return `[${said} ${FILLING.repeat(Math.ceil(more / FILLING.length))
    .slice(0, more)
    .trim()}]`;
}

/** The texts of a namespace in the pseudo-locale. */
function pseudoTexts(texts: unknown): unknown {
  if (typeof texts === "string") return pseudoText(texts);
  if (typeof texts !== "object" || texts === null) throw new TypeError("texts are strings in groups");
  return Object.fromEntries(Object.entries(texts).map(([key, inner]) => [key, pseudoTexts(inner)]));
}

/** A plugin for Vite that puts the pseudo-locale in the place of English. */
export function pseudoLocale() {
  return {
    name: "pseudo-locale",
    enforce: "pre" as const,
    transform(code: string, id: string): string | null {
      return /[\\/]locales[\\/]en[\\/]\w+\.json$/.test(id) ? JSON.stringify(pseudoTexts(JSON.parse(code))) : null;
    },
  };
}
