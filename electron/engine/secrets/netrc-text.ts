// The text of a netrc file as the go command reads it. Source: cmd/go/internal/auth/netrc.go (parseNetrc) of Go 1.13 to
// 1.27. Where the file is and how it is written is in netrc.ts. Pure.

/** Credentials for one machine. A secret: it is never shown, logged or kept elsewhere. */
export interface NetrcEntry {
  readonly machine: string;
  readonly login: string;
  readonly password: string;
}

/** White space as Go's unicode.IsSpace has it; JavaScript's own \s differs in two characters. */
const BLANKS = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

const BLANK: NetrcEntry = { machine: "", login: "", password: "" };

function isWhole({ machine, login, password }: NetrcEntry): boolean {
  return machine !== "" && login !== "" && password !== "";
}

/** The entries that Go finds, in their order; the first for a machine counts. An entry without login or password is none. */
export function parseNetrc(text: string): readonly NetrcEntry[] {
  const entries: NetrcEntry[] = [];
  let entry = BLANK;
  let inMacro = false;
  for (const line of text.split("\n")) {
    if (inMacro) {
      inMacro = line !== "";
      continue;
    }
    const words = line.split(BLANKS).filter((word) => word !== "");
    // Go takes the words of a line in pairs, whatever they are, and knows no quotes and no comments.
    for (const [key, value] of pairsOf(words)) {
      inMacro ||= key === "macdef";
      entry = taken(entry, key, value);
      if (!isWhole(entry)) continue;
      entries.push(entry);
      entry = BLANK;
    }
    // A `default` behind all pairs ends the file.
    if (words.length % 2 === 1 && words.at(-1) === "default") break;
  }
  return entries;
}

/** The entry with one pair of words taken in. A machine begins a new one. */
function taken(entry: NetrcEntry, key: string, value: string): NetrcEntry {
  if (key === "machine") return { ...BLANK, machine: value };
  return key === "login" || key === "password" ? { ...entry, [key]: value } : entry;
}

function pairsOf(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    return at % 2 === 0 && next !== undefined ? [[word, next] as const] : [];
  });
}

/** Whether a netrc file can hold the word: it knows no quotes, so neither a blank nor nothing can be said in it. */
export function isNetrcWord(word: string): boolean {
  return word !== "" && !BLANKS.test(word);
}

/**
 * The entries as lines for the head of a file. There they come before a `default` and are no part of a macro, whatever
 * else the file holds.
 */
export function netrcLines(entries: readonly NetrcEntry[]): string {
  return entries
    .map(({ machine, login, password }) => `machine ${machine} login ${login} password ${password}\n`)
    .join("");
}
