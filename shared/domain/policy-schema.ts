// The numbers of a policy as they come from outside: a replay may try other ones.
import { z } from "zod";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import { DAY } from "./time.ts";

/** The names of all numbers of a policy. */
export const POLICY_NAMES = Object.keys(DEFAULT_POLICY) as readonly (keyof Policy)[];

/** More looks than anybody keeps of one endpoint. */
const MOST_COUNT = 10_000;

/** Longer than anything that is waited for. */
const LONGEST_MS = 30 * DAY;

/** The least and the most of a number, and whether it counts something. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** What a number may be, by what it is: a time, a count, a share of 1, or a factor. */
export function boundsOf(name: keyof Policy): Bounds {
  if (name.endsWith("Ms")) return { least: 0, most: LONGEST_MS, whole: false };
  if (/(?:Samples|Run|Failures)$/.test(name)) return { least: 1, most: MOST_COUNT, whole: true };
  if (DEFAULT_POLICY[name] <= 1) return { least: 0, most: 1, whole: false };
  return { least: 0.1, most: 1_000, whole: false };
}

function numberOf(name: keyof Policy): z.ZodType<number | undefined> {
  const { least, most, whole } = boundsOf(name);
  return (whole ? z.int() : z.number()).min(least).max(most).optional();
}

/** Some numbers of a policy; the others are those that ship. A name that is none is refused. */
export const POLICY_SCHEMA = z.strictObject(Object.fromEntries(POLICY_NAMES.map((name) => [name, numberOf(name)])));

/** The policy that ships, with these numbers in place of its own. */
export function withNumbers(numbers: Readonly<Record<string, number | undefined>>): Policy {
  const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_POLICY, ...Object.fromEntries(given) };
}
