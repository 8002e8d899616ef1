// Profiles from a text that the user gives: all of them, or none and why.
import { isDeepStrictEqual } from "node:util";
import { profileProblems } from "../../shared/domain/profile-check.ts";
import { parseProfiles } from "../../shared/domain/profile-schema.ts";
import { withProfile } from "../../shared/domain/profile-settings.ts";
import type { ImportOutcome } from "../../shared/ipc/profile-calls.ts";
import type { Surroundings } from "./goenv/surroundings.ts";
import type { SettingsStore } from "./ports.ts";
import { findProfile } from "./profile-preview.ts";
import { credentialsProblem } from "./secrets/move-credentials.ts";

/** Takes the profiles of a text over; with `replace` also where others have their names. */
export function importText(
  store: SettingsStore,
  { text, replace }: { readonly text: string; readonly replace: boolean },
  surroundings: Surroundings,
): ImportOutcome {
  const document = parseJson(text);
  if ("place" in document) return { ok: false, why: "not-json", place: document.place };
  const parsed = parseProfiles(document.value);
  if ("complaints" in parsed) return { ok: false, why: "complaints", complaints: parsed.complaints.slice(0, 20) };
  const { profiles } = parsed;
  const wrong = profiles.flatMap((profile) => profileProblems(profile, surroundings.platform));
  const secret = credentialsProblem(profiles, undefined, surroundings);
  const problems = secret === null ? wrong : [...wrong, secret];
  if (problems.length > 0) return { ok: false, why: "problems", problems };
  let outcome: ImportOutcome = { ok: true, names: profiles.map(({ name }) => name) };
  store.update((settings) => {
    const taken = profiles.filter((profile) => {
      const known = findProfile(settings, profile.name);
      return known !== undefined && !isDeepStrictEqual(known, profile);
    });
    if (taken.length === 0 || replace) return profiles.reduce(withProfile, settings);
    outcome = { ok: false, why: "taken", names: taken.map(({ name }) => name) };
    return settings;
  });
  return outcome;
}

function parseJson(text: string): { readonly value: unknown } | { readonly place: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The words of the parser quote the text around the mistake, which may be a password.
    return { place: /position \d+.*$|line \d+ column \d+.*$/.exec(error.message)?.[0] ?? "" };
  }
}
