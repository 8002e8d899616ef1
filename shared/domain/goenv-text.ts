// The text of the go env file: what the go command reads in it, and what `go env -w` and `go env -u` make of it, byte
// for byte. Source of the rules: cmd/go/internal/cfg/cfg.go (readEnvFile) and cmd/go/internal/envcmd/env.go
// (readEnvFileLines, updateEnvFile, lineToKey, sortKeyValues), the same from Go 1.13 to 1.27.
//
// The rules look at ASCII characters alone and compare names as Go compares bytes. So a text may be decoded UTF-8, or a
// file's bytes as one character each (Latin-1), which loses nothing of a file that is not valid UTF-8.

/** Keys to set, and with `null` keys to remove, as `go env -w` and `go env -u` take them. */
export type KeyChanges = Readonly<Record<string, string | null>>;

/**
 * The values that the go command takes from the text, by name. Lines without `=` and lines that do not begin with `A` to
 * `Z` say nothing to Go (a byte order mark, a blank, `export` or `#` in front hides a line); the last of several lines of
 * one name wins; a value is the whole rest of its line, a carriage return included.
 */
export function readValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0 && /^[A-Z]/.test(line)) values.set(line.slice(0, at), line.slice(at + 1));
  }
  return values;
}

/**
 * The text after `go env -w` of all keys to set, followed by `go env -u` of all keys to remove: first the sets, then the
 * removals, each step only when it has a key. Either step keeps only the last of several lines of one name, sorts each
 * run of neighbouring NAME= lines, and ends the last line. No change at all gives the same text.
 * The names must be ones that Go takes, see `refusedValue`; a text without a file is the empty one.
 */
export function setKeys(text: string, changes: KeyChanges): string {
  const entries = Object.entries(changes);
  const sets = new Map(entries.filter((entry): entry is [string, string] => entry[1] !== null));
  const removals = new Set(entries.filter(([, value]) => value === null).map(([name]) => name));
  const written = sets.size === 0 ? text : update(text, sets, new Set());
  return removals.size === 0 ? written : update(written, new Map(), removals);
}

/** Go's updateEnvFile: one run of `go env -w` or of `go env -u`. */
function update(text: string, sets: ReadonlyMap<string, string>, removals: ReadonlySet<string>): string {
  const lines = linesOf(text);
  const last = new Map<string, number>();
  lines.forEach((line, index) => {
    const name = writerName(line);
    if (name === "") return;
    const earlier = last.get(name);
    if (earlier !== undefined) lines[earlier] = "";
    last.set(name, index);
  });
  for (const [name, value] of sets) lines[last.get(name) ?? lines.length] = `${name}=${value}\n`;
  for (const name of removals) {
    const index = last.get(name);
    if (index !== undefined) lines[index] = "";
  }
  return sortRuns(lines).join("");
}

/** The lines with their ends; the last one gets its end if it has none. */
function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => `${line}\n`);
  if (text === "" || text.endsWith("\n")) lines.pop();
  return lines;
}

/**
 * The name that Go's writer sees in a line, empty for none. It sees more than the reader: anything before `=` without a
 * `#` in it, so that ` GOPROXY=` and `export GOPROXY=` are names of their own.
 */
function writerName(line: string): string {
  const at = line.indexOf("=");
  const name = line.slice(0, Math.max(0, at));
  return name.includes("#") ? "" : name;
}

/** Sorts each run of lines that have a name. A removed line has none, so it parts two runs. */
function sortRuns(lines: readonly string[]): readonly string[] {
  const sorted: string[] = [];
  let run: string[] = [];
  const endRun = (): void => {
    sorted.push(...run.sort((a, b) => compareNames(writerName(a), writerName(b))));
    run = [];
  };
  for (const line of lines) {
    if (writerName(line) !== "") {
      run.push(line);
      continue;
    }
    endRun();
    sorted.push(line);
  }
  endRun();
  return sorted;
}

/** Order of code points, which is the order of the bytes in UTF-8 and in Latin-1 alike; `<` on strings is not. */
function compareNames(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  const at = left.findIndex((point, index) => point !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
