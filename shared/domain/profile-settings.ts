// Profiles within the settings: which there are and in which order, and how one is put in or taken out. Pure.
import { BUILTIN_PROFILES, effectiveProfiles } from "./builtin-profiles.ts";
import type { Profile } from "./profile.ts";
import type { Settings } from "./settings.ts";

/** The profiles there are, in the user's order; those that the order does not name stand behind, built-in ones first. */
export function profilesOf({
  profiles,
  removedProfiles,
  profileOrder,
}: Pick<Settings, "profileOrder" | "profiles" | "removedProfiles">): readonly Profile[] {
  const all = effectiveProfiles(profiles, removedProfiles);
  if (profileOrder.length === 0) return all;
  const place = new Map(profileOrder.map((name, at) => [name, at]));
  const placeOf = ({ name }: Profile): number => place.get(name) ?? profileOrder.length;
  return [...all].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The settings with the profile in the place of the one of its name, or as the last. */
export function withProfile(settings: Settings, profile: Profile): Settings {
  const isKnown = settings.profiles.some((known) => known.name === profile.name);
  const profiles = isKnown
    ? settings.profiles.map((known) => (known.name === profile.name ? profile : known))
    : [...settings.profiles, profile];
  return { ...settings, profiles, removedProfiles: settings.removedProfiles.filter((name) => name !== profile.name) };
}

/** The settings without the profile of this name, whether it is the user's own or built in. */
export function withoutProfile(settings: Settings, name: string): Settings {
  const isBuiltin = BUILTIN_PROFILES.some((profile) => profile.name === name);
  const gone = settings.removedProfiles.filter((other) => other !== name);
  return {
    ...settings,
    profiles: settings.profiles.filter((profile) => profile.name !== name),
    removedProfiles: isBuiltin ? [...gone, name] : gone,
    profileOrder: settings.profileOrder.filter((other) => other !== name),
  };
}

/** The settings with the built-in profile of this name as it came, whether it was changed or removed. */
export function withBuiltin(settings: Settings, name: string): Settings {
  return {
    ...settings,
    profiles: settings.profiles.filter((profile) => profile.name !== name),
    removedProfiles: settings.removedProfiles.filter((other) => other !== name),
  };
}
