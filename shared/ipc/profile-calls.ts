import { z } from "zod";
import type { Consequence } from "../domain/consequences.ts";
import type { Explanation } from "../domain/explain.ts";
import type { Finding } from "../domain/lint-finding.ts";
import { NETWORK_KINDS } from "../domain/network.ts";
import type { Outlook } from "../domain/outlook.ts";
import { PROFILE_NAME, type Profile } from "../domain/profile.ts";
import type { ProfileProblem } from "../domain/profile-check.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../domain/profile-export.ts";
import type { ProfileComplaint } from "../domain/profile-schema.ts";
import type { Reason } from "../domain/reason.ts";
import type { WhatIf } from "../domain/what-if.ts";

/** A profile as the window edits it, without credentials; beside the document, how it came to be. */
export interface ProfileDocument {
  readonly profile: Profile;
  /** `builtin` as it came, `changed` a built-in one with the user's values, `own` made by the user. */
  readonly origin: "builtin" | "changed" | "own";
  /** Variables whose value has credentials in it, which are replaced by `***`. */
  readonly hidden: readonly string[];
}

/** Every profile in its order, and what was removed. */
export interface ProfileList {
  readonly profiles: readonly ProfileDocument[];
  /** Names of built-in profiles that the user removed, which can be had again. */
  readonly removed: readonly string[];
  /** The network of now, for "this network"; `null` without one. */
  readonly fingerprint: string | null;
}

/** One variable as it is in force, as the profile would have it, and what stands in the way. */
export interface PlannedChange {
  readonly name: string;
  /** In the go env file now; `null`: not there. */
  readonly before: string | null;
  readonly after: string | null;
  /** The value of the environment that hides it; absent: none. */
  readonly hiddenBy?: string;
}

/** Everything that can be told of a draft before it is kept. */
export interface ProfilePreview {
  /** What keeps it from being kept. */
  readonly problems: readonly ProfileProblem[];
  readonly findings: readonly Finding[];
  readonly outlook: Outlook;
  readonly whatIf: readonly WhatIf[];
  readonly consequences: readonly Consequence[];
  readonly changes: readonly PlannedChange[];
  /** Why Gangway would never choose it by itself; `null` when it may. */
  readonly unsafe: Reason | null;
  /** The route of the module that was asked about; `null` when none was, or it is no module path. */
  readonly explanation: Explanation | null;
}

/** What came of saving: the name it has now, or what is wrong. `hosts` had their credentials moved to `file`. */
export type SaveOutcome =
  | { readonly ok: true; readonly name: string; readonly hosts: readonly string[]; readonly file: string }
  | { readonly ok: false; readonly problems: readonly ProfileProblem[] };

/** What came of an import: the names, or what is wrong with the text, or the names that other profiles have already. */
export type ImportOutcome =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly why: "not-json"; readonly place: string }
  | { readonly ok: false; readonly why: "complaints"; readonly complaints: readonly ProfileComplaint[] }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly ProfileProblem[] }
  | { readonly ok: false; readonly why: "taken"; readonly names: readonly string[] };

/** A profile taken elsewhere as text. `leftOut`: credentials were left out of it. */
export interface ExportedProfile {
  readonly text: string;
  readonly leftOut: boolean;
}

/** What the Profiles view asks for. Too much for the snapshot, and wanted by nobody else. */
export interface ProfileCalls {
  "profile:list": () => ProfileList;
  /** `replaces`: the profile that is edited, whose hidden credentials stay where their value is unchanged. */
  "profile:preview": (asked: {
    readonly draft: Profile;
    readonly replaces: string | null;
    readonly module: string;
  }) => ProfilePreview;
  "profile:save": (asked: {
    readonly draft: Profile;
    readonly replaces: string | null;
    /** Moves credentials in URLs to netrc, where Go reads them; else they are a problem. */
    readonly storeCredentials: boolean;
  }) => SaveOutcome;
  "profile:remove": (name: string) => null;
  /** A built-in profile as it came, whether it was changed or removed. */
  "profile:reset": (name: string) => null;
  "profile:order": (names: readonly string[]) => null;
  "profile:import": (asked: { readonly text: string; readonly replace: boolean }) => ImportOutcome;
  /** `null`: all of them, as JSON. */
  "profile:export": (asked: {
    readonly name: string | null;
    readonly format: "json" | ExportFormat;
  }) => ExportedProfile;
}

const name = z.string().regex(PROFILE_NAME);

/** Looser than a profile document: what is wrong with a draft is told by the preview, field by field. */
const draft = z.strictObject({
  name: z.string().max(200),
  title: z.string().max(200).exactOptional(),
  env: z.record(z.string().max(100), z.string().max(10_000).nullable()),
  kinds: z.array(z.enum(NETWORK_KINDS)).max(20),
  fingerprints: z.array(z.string().max(200)).max(200),
  note: z.string().max(4_000).exactOptional(),
});

/** Validates the arguments of each of these calls. */
export const PROFILE_ARGUMENTS = {
  "profile:list": z.tuple([]),
  "profile:preview": z.tuple([z.strictObject({ draft, replaces: name.nullable(), module: z.string().max(500) })]),
  "profile:save": z.tuple([z.strictObject({ draft, replaces: name.nullable(), storeCredentials: z.boolean() })]),
  "profile:remove": z.tuple([name]),
  "profile:reset": z.tuple([name]),
  "profile:order": z.tuple([z.array(name).max(200)]),
  "profile:import": z.tuple([z.strictObject({ text: z.string().max(1_000_000), replace: z.boolean() })]),
  "profile:export": z.tuple([z.strictObject({ name: name.nullable(), format: z.enum(["json", ...EXPORT_FORMATS]) })]),
} satisfies { [K in keyof ProfileCalls]: z.ZodType<Parameters<ProfileCalls[K]>> };
