// What a sample may have beside the facts of every sample. Whatever it is, it is given back as it was; what repeats of it
// is kept once. Its numbers, such as times, differ from look to look, so they stay with the sample:
//   {"seen":{"by":"somebody","ms":12.5}} is kept as {"seen":{"by":"somebody","ms":0}} and 12.5
import { redact } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Database, SqlValue } from "./database.ts";
import { numberWithin } from "./dictionary.ts";
import { remembering } from "./kept-look.ts";

const OF_EVERY_SAMPLE: ReadonlySet<string> = new Set<keyof Sample>([
  "endpoint",
  "at",
  "via",
  "stages",
  "totalMs",
  "tls",
  "failure",
]);

/** A bound for what one sample may make us keep. What is longer is not kept at all. */
const MAX_LENGTH = 1_000;

/** What the column `more` holds for a sample: `null`, the number of an entry, or that and the numbers that belong in it. */
export function writeMore(database: Database, sample: Sample): SqlValue {
  const entries = Object.entries(sample).filter(([name, value]) => !OF_EVERY_SAMPLE.has(name) && value !== undefined);
  if (entries.length === 0) return null;
  const numbers: number[] = [];
  const facts = JSON.stringify(Object.fromEntries(entries), (_, value: unknown) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return value;
    numbers.push(value);
    return 0;
  });
  if (facts.length + numbers.join().length > MAX_LENGTH) return null;
  const id = numberWithin(database, "more", { columns: { facts: redact(facts) }, plain: null });
  return id === null || numbers.length === 0 ? id : [id, ...numbers].join();
}

/** Turns values of the column `more` into what they stand for. To be used in the transaction that they were read in. */
export function createMoreReader(database: Database): (value: SqlValue | undefined) => Partial<Sample> {
  const factsOf = remembering((id) =>
    String(database.all("SELECT facts FROM more WHERE id = ?", [id])[0]?.[0] ?? "{}"),
  );
  return (value) => {
    if (value === null || value === undefined) return {};
    const [id, ...numbers] = String(value).split(",").map(Number);
    return JSON.parse(factsOf(id) ?? "{}", (_, fact: unknown) =>
      typeof fact === "number" ? numbers.shift() : fact,
    ) as Partial<Sample>;
  };
}
