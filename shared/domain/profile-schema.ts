import { z } from "zod";
import { NETWORK_KINDS } from "./network.ts";
import { PROFILE_NAME, type Profile } from "./profile.ts";

/** The names of the variables that `go env -w` may know; whether the installed Go does is its own business. */
const GO_VARIABLE = /^GO[A-Z0-9_]+$/;

/** More than any real value, and little enough that a mistaken file cannot fill the go env file. */
const MAX_VALUE = 8_192;

/** Enough for any set of networks and variables a person keeps, and a bound for a mistaken file. */
const MAX_ITEMS = 200;

// A line break or NUL would end the value's line in the go env file and begin another one.
const LINE_ENDS = /[\n\r\0]/;

/**
 * A profile document, from the settings file or from a file that is imported. Keys it does not know are kept: a newer
 * version may have written them.
 */
export const PROFILE_SCHEMA: z.ZodType<Profile> = z.looseObject({
  name: z.string().regex(PROFILE_NAME),
  title: z.string().max(100).exactOptional(),
  env: z.record(
    z.string().regex(GO_VARIABLE),
    z
      .string()
      .max(MAX_VALUE)
      .refine((value) => !LINE_ENDS.test(value), { error: "holds a line break or NUL" })
      .nullable(),
  ),
  kinds: z.array(z.enum(NETWORK_KINDS)).max(MAX_ITEMS),
  fingerprints: z.array(z.string().max(200)).max(MAX_ITEMS),
  note: z.string().max(2_000).exactOptional(),
});

/** What is wrong with a value, and where: `at` is a path such as `env.GOPROXY`, empty for the whole. Never holds the value. */
export interface Complaint {
  readonly at: string;
  readonly message: string;
}

/** The complaints of a failed validation, each below `at`. */
export function complaintsOf(error: z.ZodError, at = ""): readonly Complaint[] {
  return error.issues.map(({ path, message }) => ({ at: [at, ...path].filter((p) => p !== "").join("."), message }));
}

/** The profiles of an imported document: one profile, or `{"profiles": […]}`; or what is wrong with it. */
export function parseProfiles(
  input: unknown,
): { readonly profiles: readonly Profile[] } | { readonly complaints: readonly Complaint[] } {
  const isList = typeof input === "object" && input !== null && "profiles" in input;
  if (!isList) {
    const one = PROFILE_SCHEMA.safeParse(input);
    return one.success ? { profiles: [one.data] } : { complaints: complaintsOf(one.error) };
  }
  const parsed = z.array(PROFILE_SCHEMA).safeParse(input.profiles);
  if (!parsed.success) return { complaints: complaintsOf(parsed.error, "profiles") };
  const repeated = parsed.data.find((p, n) => parsed.data.findIndex((other) => other.name === p.name) !== n);
  if (repeated === undefined) return { profiles: parsed.data };
  return { complaints: [{ at: "profiles", message: `two are named ${repeated.name}` }] };
}
