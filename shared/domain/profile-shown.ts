// Profiles as they may be shown: never with credentials.
import { redact } from "./endpoint.ts";
import type { Profile } from "./profile.ts";

/** Variables whose value holds credentials. */
export function hiddenIn({ env }: Profile): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (value !== null && redact(value) !== value ? [name] : []));
}

/** The profile with the credentials of every URL in it replaced. */
export function shownProfile(profile: Profile): Profile {
  const entries = Object.entries(profile.env).map(([name, value]) => [name, value === null ? null : redact(value)]);
  const env = Object.fromEntries(entries) as Profile["env"];
  return { ...profile, env, ...(profile.note === undefined ? {} : { note: redact(profile.note) }) };
}
