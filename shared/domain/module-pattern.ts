// The patterns of GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE, as the go command matches them. Source: MatchPrefixPatterns
// in golang.org/x/mod/module/module.go (str.GlobsMatchPath up to Go 1.15) over path.Match in path/match.go. Blanks are never
// trimmed, letters never folded, and a pattern that is no glob matches nothing, without a word.
import { minorOf } from "./goenv-values.ts";

/** One step of a glob: a fixed character, any character but `/`, or a character class. */
type Step =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Steps that stand together; `star` says whether a `*` stands in front of them. */
interface Chunk {
  readonly star: boolean;
  readonly steps: readonly Step[];
}

/** Go 1.18 was the first to ignore one slash at the end of a pattern. */
const FIRST_MINOR_WITHOUT_TRAILING_SLASH = 18;

/** The patterns in a comma-separated list as Go tells them apart: blanks kept, empty ones left out. */
export function patternsIn(list: string): readonly string[] {
  return list.split(",").filter((pattern) => pattern !== "");
}

/**
 * The first pattern of the list that covers the module path, as written; `null` when none does. A pattern of N elements
 * is compared with the first N elements of the path; a path with fewer is not covered.
 * `goVersion` as in `go1.26.8`; absent: the newest known.
 */
export function matchingPattern(list: string, path: string, goVersion?: string): string | null {
  const dropsSlash = minorOf(goVersion) >= FIRST_MINOR_WITHOUT_TRAILING_SLASH;
  const found = patternsIn(list).find((pattern) => {
    const glob = dropsSlash ? pattern.replace(/\/$/, "") : pattern;
    return glob !== "" && coversPrefix(glob, path);
  });
  return found ?? null;
}

function coversPrefix(glob: string, path: string): boolean {
  const slashes = glob.split("/").length - 1;
  const elements = path.split("/");
  if (elements.length <= slashes) return false;
  return globMatches(glob, elements.slice(0, slashes + 1).join("/"));
}

/** Whether the text is no glob at all, so that Go never matches anything with it: an open class, a lone backslash. */
export function isMalformedGlob(glob: string): boolean {
  return parseGlob(glob) === null;
}

/** Go's path.Match: whether the glob matches the whole name. `*` and `?` stop at `/`. A malformed glob matches nothing. */
function globMatches(glob: string, name: string): boolean {
  const chunks = parseGlob(glob);
  if (chunks === null) return false;
  let rest = Array.from(name);
  for (const [index, chunk] of chunks.entries()) {
    const isLast = index === chunks.length - 1;
    if (chunk.star && chunk.steps.length === 0) return !rest.includes("/");
    const after = matchChunk(chunk, rest, isLast);
    if (after === null) return false;
    rest = after;
  }
  return rest.length === 0;
}

/** What is left of `name` after the chunk, at the first place where it fits; `null` where it fits nowhere. */
function matchChunk({ star, steps }: Chunk, name: string[], isLast: boolean): string[] | null {
  for (let skipped = 0; ; skipped += 1) {
    const fits = steps.every((step, index) => matchStep(step, name[skipped + index]));
    const after = name.slice(skipped + steps.length);
    if (fits && (!isLast || after.length === 0)) return after;
    if (!star || skipped >= name.length || name[skipped] === "/") return null;
  }
}

function matchStep(step: Step, character: string | undefined): boolean {
  if (character === undefined) return false;
  if (step.kind === "any") return character !== "/";
  if (step.kind === "character") return character === step.character;
  const code = codeOf(character);
  return step.ranges.some(([low, high]) => codeOf(low) <= code && code <= codeOf(high)) !== step.negated;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The glob in chunks, each but the first with its star; `null` when it is malformed. */
function parseGlob(glob: string): readonly Chunk[] | null {
  const characters = Array.from(glob);
  const chunks: { star: boolean; steps: Step[] }[] = [{ star: false, steps: [] }];
  let at = 0;
  while (at < characters.length) {
    if (characters[at] === "*") {
      const last = chunks.at(-1);
      if (last?.steps.length === 0) last.star = true;
      else chunks.push({ star: true, steps: [] });
      at += 1;
      continue;
    }
    const read = readStep(characters, at);
    if (read === null) return null;
    chunks.at(-1)?.steps.push(read.step);
    at = read.next;
  }
  return chunks;
}

interface Read {
  readonly step: Step;
  readonly next: number;
}

function readStep(characters: readonly string[], at: number): Read | null {
  const character = characters[at] ?? "";
  if (character === "?") return { step: { kind: "any" }, next: at + 1 };
  if (character === "[") return readClass(characters, at + 1);
  if (character !== "\\") return { step: { kind: "character", character }, next: at + 1 };
  const escaped = characters[at + 1];
  return escaped === undefined ? null : { step: { kind: "character", character: escaped }, next: at + 2 };
}

function readClass(characters: readonly string[], start: number): Read | null {
  const negated = characters[start] === "^";
  const ranges: (readonly [string, string])[] = [];
  let at = negated ? start + 1 : start;
  while (characters[at] !== "]" || ranges.length === 0) {
    const low = readBound(characters, at);
    if (low === null) return null;
    const high = characters[low.next] === "-" ? readBound(characters, low.next + 1) : low;
    if (high === null) return null;
    ranges.push([low.character, high.character]);
    at = high.next;
  }
  return { step: { kind: "class", negated, ranges }, next: at + 1 };
}

/** Go's getEsc: one end of a range. It may not be `-` or `]` unless escaped, nor the last character of the glob. */
function readBound(
  characters: readonly string[],
  at: number,
): { readonly character: string; readonly next: number } | null {
  const first = characters[at];
  if (first === undefined || first === "-" || first === "]") return null;
  const place = first === "\\" ? at + 1 : at;
  const character = characters[place];
  return character === undefined || place + 1 >= characters.length ? null : { character, next: place + 1 };
}
