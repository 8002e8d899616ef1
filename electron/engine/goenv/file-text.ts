// The go env file's bytes as text, one character for each byte, so that a file that is not valid UTF-8 loses nothing on
// its way through; and its values as people read them.
import type { Change } from "../../../shared/domain/goenv.ts";
import { type KeyChanges, readValues, setKeys } from "../../../shared/domain/goenv-text.ts";

const asBytes = (value: string): string => Buffer.from(value, "utf8").toString("latin1");
const asText = (value: string): string => Buffer.from(value, "latin1").toString("utf8");

/** The values that Go takes from the file; none without a file. Bytes that are no UTF-8 show as U+FFFD. */
export function valuesIn(file: Buffer | null): ReadonlyMap<string, string> {
  const values = readValues(file?.toString("latin1") ?? "");
  return new Map([...values].map(([name, value]) => [asText(name), asText(value)]));
}

/** The file after the changes, as `go env -w` and `go env -u` leave it; there is still no file when nothing is set. */
export function withChanges(file: Buffer | null, changes: KeyChanges): Buffer | null {
  const entries = Object.entries(changes).map(([name, value]) => [
    asBytes(name),
    value === null ? null : asBytes(value),
  ]);
  const text = setKeys(file?.toString("latin1") ?? "", Object.fromEntries(entries) as KeyChanges);
  return file === null && text === "" ? null : Buffer.from(text, "latin1");
}

/** The variables whose value differs between two states of the file, in order of name. */
export function changesBetween(before: Buffer | null, after: Buffer | null): readonly Change[] {
  const old = valuesIn(before);
  const now = valuesIn(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({ name, before: old.get(name) ?? null, after: now.get(name) ?? null }));
}
