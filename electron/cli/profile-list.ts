// Profiles by name, and profiles as they are shown: never with credentials.
import { redact } from "../../shared/domain/endpoint.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { nearNames } from "./near.ts";
import { Objection } from "./objection.ts";

/** The profile of that name; an unknown name is an objection that suggests near ones. */
export function findProfile(profiles: readonly Profile[], name: string): Profile {
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const names = profiles.map((profile) => profile.name);
  const near = nearNames(name, names);
  throw new Objection("unknown-profile", { given: name, known: names.join(", "), near: near.join(", ") });
}

/** The profile with the credentials of every URL in it replaced. */
export function shownProfile(profile: Profile): Profile {
  const entries = Object.entries(profile.env).map(([name, value]) => [name, value === null ? null : redact(value)]);
  const env = Object.fromEntries(entries) as Profile["env"];
  return { ...profile, env, ...(profile.note === undefined ? {} : { note: redact(profile.note) }) };
}

/** Whether showing the profile hides something. */
export function hidesSecrets(profile: Profile): boolean {
  return Object.values(profile.env).some((value) => value !== null && redact(value) !== value);
}
