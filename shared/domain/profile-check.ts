// What keeps a profile from being kept: values that Go refuses, or that would not mean what they seem to. Pure.
import { parseChain } from "./chain.ts";
import { redact } from "./endpoint.ts";
import { refusedValue } from "./goenv-values.ts";
import { PROFILE_NAME, type Profile } from "./profile.ts";
import { parseProfiles } from "./profile-schema.ts";

/** A reason not to keep a profile, as data: its sentences are `cli:error.<code>`. No value holds credentials. */
export interface ProfileProblem {
  readonly code:
    | "bad-name"
    | "bad-value"
    | "hidden-secret"
    | "empty-value"
    | "bad-chain"
    | "profile-exists"
    | "credentials-in-url"
    | "credentials-over-http"
    | "credentials-unfit"
    | "netrc-taken"
    | "netrc-refused";
  /** What it is about: a variable, `name`, or another part of the profile; empty for the whole. */
  readonly at: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Everything that is wrong with the profile itself; empty when it can be kept. `platform` as in `process.platform`. */
export function profileProblems(profile: Profile, platform: string): readonly ProfileProblem[] {
  const named: readonly ProfileProblem[] = PROFILE_NAME.test(profile.name)
    ? []
    : [{ code: "bad-name", at: "name", values: { given: profile.name } }];
  const values = Object.entries(profile.env).flatMap(([name, value]) => valueProblem(name, value, platform) ?? []);
  const told = [...named, ...values];
  if (told.length > 0) return told;
  const parsed = parseProfiles(profile);
  if (!("complaints" in parsed)) return [];
  return parsed.complaints.map(({ at, message }) => ({
    code: "bad-value",
    at: at.replace(/^env\./, ""),
    values: { name: at, problem: message },
  }));
}

function valueProblem(name: string, value: string | null, platform: string): ProfileProblem | null {
  const problem = refusedValue(name, value, { platform });
  if (problem !== null) return { code: "bad-value", at: name, values: { name, problem: redact(problem) } };
  if (value === null) return null;
  if (value.includes("***@")) return { code: "hidden-secret", at: name, values: { name } };
  // Go takes an empty value for a set one: it hides the default and then finds no proxy, or no checksum database.
  if (value === "" && (name === "GOPROXY" || name === "GOSUMDB"))
    return { code: "empty-value", at: name, values: { name } };
  return name === "GOPROXY" ? chainProblem(value) : null;
}

function chainProblem(value: string): ProfileProblem | null {
  const { entries } = parseChain(value);
  const invalid = entries.find((entry) => entry.kind === "invalid");
  if (invalid === undefined && entries.length > 0) return null;
  return { code: "bad-chain", at: "GOPROXY", values: { entry: redact(invalid?.text ?? value) } };
}
