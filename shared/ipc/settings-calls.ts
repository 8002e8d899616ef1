import { z } from "zod";
import type { PlaceKind } from "../domain/network.ts";

/** What Gangway keeps, and how much of it. */
export interface DataSize {
  readonly folder: string;
  /** Each kind of file with its bytes; what is not there is 0. */
  readonly history: number;
  readonly settings: number;
  readonly logs: number;
  readonly other: number;
}

/** A network whose kind the user said. */
export interface Correction {
  /** Means nothing outside this machine. */
  readonly fingerprint: string;
  readonly kind: PlaceKind;
  /** Whether it is the network of now. */
  readonly here: boolean;
}

/** What the Settings view asks for beside what the snapshot has. */
export interface SettingsCalls {
  "data:size": () => DataSize;
  /** Forgets everything that was measured. The journal of switches stays, so that they can be taken back. */
  "history:clear": () => DataSize;
  "corrections:read": () => readonly Correction[];
  /** `null`: all of them. */
  "corrections:forget": (fingerprint: string | null) => readonly Correction[];
}

/** Validates the arguments of each of these calls. */
export const SETTINGS_ARGUMENTS = {
  "data:size": z.tuple([]),
  "history:clear": z.tuple([]),
  "corrections:read": z.tuple([]),
  "corrections:forget": z.tuple([z.string().max(200).nullable()]),
} satisfies { [K in keyof SettingsCalls]: z.ZodType<Parameters<SettingsCalls[K]>> };
