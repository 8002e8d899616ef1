import type { Profile } from "../../../shared/domain/profile.ts";

/** The values with one of them changed; `undefined` leaves the variable alone. */
export function withVariable(env: Profile["env"], name: string, value: string | null | undefined): Profile["env"] {
  const isThere = Object.hasOwn(env, name);
  if (value === undefined) return Object.fromEntries(Object.entries(env).filter(([other]) => other !== name));
  if (!isThere) return { ...env, [name]: value };
  // In its old place: the order of the variables is the user's.
  return Object.fromEntries(Object.entries(env).map(([other, before]) => [other, other === name ? value : before]));
}
