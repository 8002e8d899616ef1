// A profile made from what people type, checked before it is kept: a profile must not hold a value that Go refuses.
import { parseChain } from "../../shared/domain/chain.ts";
import { redact } from "../../shared/domain/endpoint.ts";
import { refusedValue } from "../../shared/domain/goenv-values.ts";
import { PROFILE_NAME, type Profile } from "../../shared/domain/profile.ts";
import { parseProfiles } from "../../shared/domain/profile-schema.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import { networkKinds } from "./arguments.ts";
import { Objection } from "./objection.ts";
import type { CredentialStore } from "./profile-secrets.ts";

/** What the options of `profile add` and `profile edit` say; an absent one says nothing. */
export interface ProfileOptions {
  readonly title?: string;
  readonly note?: string;
  readonly kinds?: string;
  /** Kinds beside those it is meant for already. */
  readonly kind?: readonly string[];
  /** Variables to unset when the profile is used. */
  readonly unset?: readonly string[];
  /** Variables to leave alone. */
  readonly drop?: readonly string[];
  /** Whether the network of now is among those it is meant for; absent: as it was. */
  readonly here?: boolean;
  /** Where credentials in URLs go. */
  readonly storeCredentials?: CredentialStore;
}

/** What is said about a profile, and the fingerprint of the network of now where that is needed. */
export interface ProfileEdit extends ProfileOptions {
  readonly fingerprint?: string;
}

/** A profile of that name without any value. A name that cannot be one is an objection. */
export function emptyProfile(name: string): Profile {
  if (!PROFILE_NAME.test(name)) throw new Objection("bad-name", { given: name });
  return { name, env: {}, kinds: [], fingerprints: [] };
}

/** The profile with the assignments and options applied; what is not mentioned stays. */
export function changeProfile(profile: Profile, assignments: readonly string[], options: ProfileEdit): Profile {
  const dropped = new Set(options.drop ?? []);
  const kept = Object.entries(profile.env).filter(([name]) => !dropped.has(name));
  const unset = (options.unset ?? []).map((name): [string, null] => [name, null]);
  const env = Object.fromEntries([...kept, ...unset, ...assignments.map(toEntry)]);
  const changed: Profile = {
    ...profile,
    env,
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.note === undefined ? {} : { note: options.note }),
    kinds: kindsOf(profile, options),
    fingerprints: fingerprintsOf(profile, options),
  };
  checkProfile(changed);
  return changed;
}

function kindsOf(profile: Profile, { kinds, kind = [] }: ProfileOptions): Profile["kinds"] {
  const before = kinds === undefined ? profile.kinds : networkKinds(kinds);
  return [...new Set([...before, ...kind.flatMap(networkKinds)])];
}

function fingerprintsOf({ fingerprints }: Profile, { here, fingerprint }: ProfileEdit): Profile["fingerprints"] {
  if (here === undefined || fingerprint === undefined) return fingerprints;
  const others = fingerprints.filter((known) => known !== fingerprint);
  return here ? [...others, fingerprint] : others;
}

/** The names of the variables that the assignments are about. */
export function assignedNames(assignments: readonly string[]): readonly string[] {
  return assignments.map((text) => toEntry(text)[0]);
}

function toEntry(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Objection("bad-assignment", { given: redact(text) });
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Objects to a profile that Go would refuse, or that could not be kept. */
export function checkProfile(profile: Profile): void {
  for (const [name, value] of Object.entries(profile.env)) checkValue(name, value);
  const parsed = parseProfiles(profile);
  if ("complaints" in parsed) {
    const [first] = parsed.complaints;
    throw new Objection("bad-value", { name: first?.at ?? "", problem: first?.message ?? "" });
  }
}

function checkValue(name: string, value: string | null): void {
  const problem = refusedValue(name, value, { platform: process.platform });
  if (problem !== null) throw new Objection("bad-value", { name, problem: redact(problem) });
  if (value === null) return;
  if (value.includes("***@")) throw new Objection("hidden-secret", { name });
  // Go takes an empty value for a set one: it hides the default and then finds no proxy, or no checksum database.
  if (value === "" && (name === "GOPROXY" || name === "GOSUMDB")) throw new Objection("empty-value", { name });
  if (name === "GOPROXY") checkChain(value);
}

function checkChain(value: string): void {
  const { entries } = parseChain(value);
  const invalid = entries.find((entry) => entry.kind === "invalid");
  if (invalid !== undefined || entries.length === 0) {
    throw new Objection("bad-chain", { entry: redact(invalid?.text ?? value) });
  }
}

/** The settings with the profile in the place of the one of its name, or as the last. */
export function withProfile(settings: Settings, profile: Profile): Settings {
  const isKnown = settings.profiles.some((known) => known.name === profile.name);
  const profiles = isKnown
    ? settings.profiles.map((known) => (known.name === profile.name ? profile : known))
    : [...settings.profiles, profile];
  return { ...settings, profiles, removedProfiles: settings.removedProfiles.filter((name) => name !== profile.name) };
}
