// Go env files that no sane person would write, and changes to make to them, for tests against the real go command. A
// text here is a file's bytes as one character each.
import fc from "fast-check";
import { type KeyChanges, readValues } from "../../shared/domain/goenv-text.ts";

const BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
const NAMES = ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOFLAGS", "GOBIN"];
/** The go command itself would not start with these, or asks something else than the file about them. */
const DEADLY = /^(GOROOT|GOOS|GOARCH|GOEXPERIMENT|GODEBUG)$/;

/** The bytes of a text in UTF-8, one character each. */
function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

const name = fc.constantFrom(...NAMES);
const word = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/[\n\r\v\0]/g, "_"));
const anyBytes = fc.string({
  unit: fc
    .integer({ min: 1, max: 255 })
    .filter((code) => code !== 10)
    .map((code) => String.fromCharCode(code)),
  maxLength: 10,
});
const prefix = fc.constantFrom(" ", "\t", "export ", "#", "set ", BYTE_ORDER_MARK, "X#");
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, word).map(([n, v]) => `${n}=${asBytes(v)}`) },
  { weight: 1, arbitrary: fc.tuple(prefix, name, anyBytes).map(([p, n, v]) => `${p}${n}=${v}`) },
  { weight: 1, arbitrary: fc.tuple(name, fc.constantFrom(" = ", "= ", " ="), anyBytes).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.tuple(anyBytes, anyBytes).map(([a, b]) => `${a}=${b}`) },
  { weight: 1, arbitrary: anyBytes },
  { weight: 1, arbitrary: fc.constantFrom("", "", "# a comment", "# GOPROXY=x", "=", "=x", "GOPROXY", "garbage") },
);

/** A whole file: comments, blank lines, several lines of one name, CRLF, a byte order mark, no end of the last line. */
export const fileTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("", "", "", BYTE_ORDER_MARK),
    fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n")), { maxLength: 9 }),
    fc.boolean(),
  )
  .map(
    ([mark, lines, ends]) =>
      mark +
      lines
        .map((parts) => parts.join(""))
        .join("")
        .slice(0, ends ? undefined : -1),
  )
  .filter((text) => ![...readValues(text).keys()].some((n) => DEADLY.test(n)));

/** One to three names to set or to remove, values in Unicode. */
export const keyChanges: fc.Arbitrary<KeyChanges> = fc.dictionary(name, fc.option(word), { minKeys: 1, maxKeys: 3 });

/** A file of more than a million bytes: the small text once, then comments and values without end. */
export function hugeText(text: string): string {
  const filling = "# nothing to see here\nGOVCS=*:git\nGONOPROXY=a.example,b.example\n\n";
  return text + filling.repeat(Math.ceil(1_100_000 / filling.length));
}

/** The changes with their values as bytes, as they stand in a text here. */
export function changesInBytes(changes: KeyChanges): KeyChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([n, value]) => [n, value === null ? null : asBytes(value)] as const),
  );
}

/** The runs of the go command that make the changes: `go env -w` of what is set, then `go env -u` of what is not. */
export function goRuns(changes: KeyChanges): readonly (readonly string[])[] {
  const sets = Object.entries(changes).flatMap(([n, value]) => (value === null ? [] : [`${n}=${value}`]));
  const removals = Object.entries(changes).flatMap(([n, value]) => (value === null ? [n] : []));
  return [
    ["env", "-w", ...sets],
    ["env", "-u", ...removals],
  ].filter((args) => args.length > 2);
}

/** What stands in the file must not keep go from starting; these variables win over it. */
export const HARMLESS = { GOFLAGS: "-mod=mod", GO111MODULE: "on" };
