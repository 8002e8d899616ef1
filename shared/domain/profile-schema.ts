import { z } from "zod";
import { redact } from "./endpoint.ts";
import { NETWORK_KINDS } from "./network.ts";
import { PROFILE_NAME, type Profile } from "./profile.ts";

/** The names that `go env -w` may know, of this and of later releases; whether the installed Go does is its own business. */
const GO_VARIABLE = /^(?:GO[A-Z0-9_]+|CGO_[A-Z0-9_]+|AR|CC|CXX|FC|GCCGO|PKG_CONFIG)$/;

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

/** What belongs at a place of a profile document; each has words in every language. */
export type Expectation =
  | ("document" | "profiles" | "profile" | "distinct-names")
  | ("name" | "title" | "note" | "env" | "variable" | "value")
  | ("kinds" | "kind" | "fingerprints" | "fingerprint");

/** What is at a place instead. `shown` is the thing itself, where it is short and no secret. */
export interface Got {
  readonly is: "nothing" | "null" | "text" | "number" | "boolean" | "list" | "object";
  readonly shown?: string;
}

/** What is wrong with an imported document, and where. */
export interface ProfileComplaint extends Complaint {
  readonly expected: Expectation;
  readonly got: Got;
}

/** Longer texts are not shown: they would hide the complaint. */
const MAX_SHOWN = 60;

/** The profiles of an imported document: one profile, or `{"profiles": […]}`; or all that is wrong with it. */
export function parseProfiles(
  input: unknown,
): { readonly profiles: readonly Profile[] } | { readonly complaints: readonly ProfileComplaint[] } {
  const isList = typeof input === "object" && input !== null && "profiles" in input;
  if (!isList) {
    const one = PROFILE_SCHEMA.safeParse(input);
    return one.success ? { profiles: [one.data] } : { complaints: explain(one.error, input, null) };
  }
  const parsed = z.array(PROFILE_SCHEMA).safeParse(input.profiles);
  if (!parsed.success) return { complaints: explain(parsed.error, input.profiles, "profiles") };
  const repeated = parsed.data.find((p, n) => parsed.data.findIndex((other) => other.name === p.name) !== n);
  if (repeated === undefined) return { profiles: parsed.data };
  const { name } = repeated;
  const complaint = { at: "profiles", message: `two are named ${name}`, expected: "distinct-names" } as const;
  return { complaints: [{ ...complaint, got: { is: "text", shown: name } }] };
}

type Path = z.core.$ZodIssue["path"];

/** The complaints about `input`, which is one profile, or with `list` the list of that name. */
function explain(error: z.ZodError, input: unknown, list: string | null): readonly ProfileComplaint[] {
  const complaints = complaintsOf(error, list ?? "");
  return error.issues.flatMap((issue, number) => {
    const complaint = complaints[number];
    if (complaint === undefined) return [];
    const isName = issue.code === "invalid_key";
    const expected = isName ? "variable" : expectationAt(issue.path, list !== null);
    const found = isName ? issue.path.at(-1) : valueAt(input, issue.path);
    return [{ ...complaint, expected, got: gotOf(found, expected === "value") }];
  });
}

/** What the parts of a profile hold. */
const PARTS: Readonly<Record<string, readonly [whole: Expectation, item: Expectation]>> = {
  name: ["name", "name"],
  title: ["title", "title"],
  note: ["note", "note"],
  env: ["env", "value"],
  kinds: ["kinds", "kind"],
  fingerprints: ["fingerprints", "fingerprint"],
};

function expectationAt(path: Path, isList: boolean): Expectation {
  if (isList && path.length === 0) return "profiles";
  const [part, ...deeper] = isList ? path.slice(1) : path;
  if (part === undefined) return isList ? "profile" : "document";
  const [whole, item] = PARTS[String(part)] ?? (["document", "document"] as const);
  return deeper.length === 0 ? whole : item;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    input,
  );
}

/** What a value is, and the value itself where it is short and no secret. */
export function gotOf(value: unknown, isSecret: boolean): Got {
  if (value === undefined) return { is: "nothing" };
  if (value === null) return { is: "null" };
  if (Array.isArray(value)) return { is: "list" };
  switch (typeof value) {
    case "string":
      return isSecret || value.length > MAX_SHOWN
        ? { is: "text" }
        : { is: "text", shown: JSON.stringify(redact(value)) };
    case "number":
      return { is: "number", shown: String(value) };
    case "boolean":
      return { is: "boolean", shown: String(value) };
    default:
      return { is: "object" };
  }
}
