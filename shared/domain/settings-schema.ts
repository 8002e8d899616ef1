import { z } from "zod";
import { type HotKeyChoices, isAccelerator, OPEN_WINDOW } from "./hot-keys.ts";
import { PLACE_KINDS, type PlaceKind } from "./network.ts";
import { PROFILE_NAME, type Profile } from "./profile.ts";
import { type Complaint, complaintsOf, PROFILE_SCHEMA } from "./profile-schema.ts";
import { DEFAULT_SETTINGS, type Settings } from "./settings.ts";

type Field = Exclude<keyof Settings, "profiles" | "corrections">;

/** What hot keys may be: one accelerator for each of at most 100 names. */
export const HOT_KEYS: z.ZodType<HotKeyChoices> = z
  .record(
    z.union([z.literal(OPEN_WINDOW), z.string().regex(PROFILE_NAME)]),
    z.string().max(100).refine(isAccelerator, "is no accelerator"),
  )
  .refine((choices) => Object.keys(choices).length <= 100, "has more than 100 keys");

/** What each setting may be. The bounds are those that the type's own comments name. */
const FIELDS: { readonly [K in Field]: z.ZodType<Settings[K]> } = {
  removedProfiles: z.array(z.string().regex(PROFILE_NAME)),
  profileOrder: z.array(z.string().regex(PROFILE_NAME)).max(200),
  auto: z.boolean(),
  intervalSeconds: z.int().min(5).max(3_600),
  language: z.enum(["system", "en", "zh-CN"]),
  theme: z.enum(["system", "light", "dark"]),
  notifications: z.enum(["off", "problems", "all"]),
  keepDays: z.int().min(1).max(3_650),
  survey: z.boolean(),
  hotKeys: HOT_KEYS,
  proposalAnswered: z.boolean(),
};

/** Settings read from a document, and what in the document was wrong. */
export interface ParsedSettings {
  readonly settings: Settings;
  /** Empty when every value that is there is right. */
  readonly complaints: readonly Complaint[];
}

/**
 * The settings in a document. A value that is absent is the default; one that is wrong is the default, too, with a
 * complaint. A wrong profile is left out, as is the second of two with one name, and a wrong correction. Unknown keys are
 * passed over.
 */
export function parseSettings(document: Readonly<Record<string, unknown>>): ParsedSettings {
  const complaints: Complaint[] = [];
  const field = <K extends Field>(name: K): Settings[K] => {
    if (document[name] === undefined) return DEFAULT_SETTINGS[name];
    const parsed = FIELDS[name].safeParse(document[name]);
    if (parsed.success) return parsed.data;
    complaints.push(...complaintsOf(parsed.error, name));
    return DEFAULT_SETTINGS[name];
  };
  const settings = {
    profiles: ownProfiles(document["profiles"], complaints),
    removedProfiles: field("removedProfiles"),
    profileOrder: field("profileOrder"),
    corrections: corrections(document["corrections"], complaints),
    auto: field("auto"),
    intervalSeconds: field("intervalSeconds"),
    language: field("language"),
    theme: field("theme"),
    notifications: field("notifications"),
    keepDays: field("keepDays"),
    survey: field("survey"),
    hotKeys: field("hotKeys"),
    proposalAnswered: field("proposalAnswered"),
  };
  return { settings, complaints };
}

function ownProfiles(input: unknown, complaints: Complaint[]): readonly Profile[] {
  if (input === undefined) return DEFAULT_SETTINGS.profiles;
  if (!Array.isArray(input)) {
    complaints.push({ at: "profiles", message: "is not a list" });
    return DEFAULT_SETTINGS.profiles;
  }
  const profiles = new Map<string, Profile>();
  for (const [n, item] of input.entries()) {
    const parsed = PROFILE_SCHEMA.safeParse(item);
    if (!parsed.success) complaints.push(...complaintsOf(parsed.error, `profiles.${n}`));
    else if (profiles.has(parsed.data.name)) complaints.push({ at: `profiles.${n}.name`, message: "is taken" });
    else profiles.set(parsed.data.name, parsed.data);
  }
  return [...profiles.values()];
}

/** Salted hashes, and the made-up names of the demo's networks. */
const FINGERPRINT = /^[\w-]{1,64}$/;
const KIND: z.ZodType<PlaceKind> = z.enum(PLACE_KINDS);

function corrections(input: unknown, complaints: Complaint[]): Settings["corrections"] {
  if (input === undefined) return DEFAULT_SETTINGS.corrections;
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    complaints.push({ at: "corrections", message: "is not an object" });
    return DEFAULT_SETTINGS.corrections;
  }
  const good = Object.entries(input).flatMap(([fingerprint, kind]): readonly (readonly [string, PlaceKind])[] => {
    const parsed = KIND.safeParse(kind);
    if (parsed.success && FINGERPRINT.test(fingerprint)) return [[fingerprint, parsed.data]];
    const message = parsed.success ? "is named by no fingerprint" : "is no kind of a place";
    complaints.push({ at: `corrections.${fingerprint.slice(0, 64)}`, message });
    return [];
  });
  return Object.fromEntries(good);
}
