// A profile made from what people type, checked before it is kept: a profile must not hold a value that Go refuses.
import { redact } from "../../shared/domain/endpoint.ts";
import { PROFILE_NAME, type Profile } from "../../shared/domain/profile.ts";
import { profileProblems } from "../../shared/domain/profile-check.ts";
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
  const [first] = profileProblems(profile, process.platform);
  if (first !== undefined) throw new Objection(first.code, first.values);
}
