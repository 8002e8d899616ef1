// Names of failures in the counts of looks, where they are numbers.
import type { FailureName } from "../../../shared/domain/failure.ts";
import type { Database } from "./database.ts";

/** Answers names of causes by their numbers, as they are in the database now. */
export function causeNames(database: Database): (cause: number) => FailureName {
  const names = new Map(database.all("SELECT id, name FROM cause").map(([id, name]) => [id, name as FailureName]));
  // A number without a name is damage that nothing else shows.
  return (cause) => names.get(cause) ?? "connect/unknown";
}

/** The name with most looks, the first in the alphabet among equals; `null` of nothing. */
export function mostCommon(
  failed: readonly { readonly name: FailureName; readonly looks: number }[],
): FailureName | null {
  const ranked = [...failed].sort((a, b) => b.looks - a.looks || a.name.localeCompare(b.name, "en"));
  return ranked[0]?.name ?? null;
}
