// Everything the engine is given: the ports with their implementations, and what it is called.

import type { RouteTaken } from "../../shared/domain/desktop-route.ts";
import type { Diagnosis } from "../../shared/domain/diagnosis.ts";
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import type { Policy } from "../../shared/domain/policy.ts";
import type { SnapshotHost } from "../../shared/domain/snapshot-of.ts";
import type { DiagnosisWish } from "./diagnose/diagnose.ts";
import type { Surroundings } from "./goenv/surroundings.ts";
import type { Clock, GoEnv, History, LightSource, NetworkSource, Prober, SettingsStore, Surveyor } from "./ports.ts";

/** The way that the go command of a release takes to a URL, with `over` in front of the environment. */
export type GoRoute = (url: string, over: Readonly<Record<string, string>>, goVersion?: string) => RouteTaken;

/** Diagnoses an endpoint. Resolves to `null` when it was aborted. */
export type Diagnose = (wish: DiagnosisWish) => Promise<Diagnosis | null>;

/** Everything an engine needs of the world, and what it is called. */
export interface Doors {
  readonly clock: Clock;
  readonly prober: Prober;
  /** Absent: lights are not looked at. */
  readonly lights?: LightSource | undefined;
  /** Absent: the network itself is not looked at. */
  readonly surveyor?: Surveyor | undefined;
  readonly goEnv: GoEnv;
  readonly history: History;
  readonly settings: SettingsStore;
  readonly network: NetworkSource;
  /** Randomness, 0 to 1, that keeps looks from marching in step. */
  readonly chance: () => number;
  readonly version: string;
  readonly demo: boolean;
  /** Switches by itself in this run whatever the settings say; absent: as the settings say. */
  readonly auto?: boolean | undefined;
  readonly policy?: Policy | undefined;
  /** The way that Go takes to a URL, with variables that hide those of this process; absent: not known. */
  readonly goRoute?: GoRoute | undefined;
  /** The folder that holds every file Gangway keeps; absent: it keeps none. */
  readonly home?: string | undefined;
  /** The environment that the go command would be started in; absent: not known. */
  readonly surroundings?: Surroundings | undefined;
  /** Fills the matrix of one endpoint; absent: there is nothing real to diagnose. */
  readonly diagnose?: Diagnose | undefined;
  /** Whether an endpoint belongs to the world that is measured, so that it may be diagnosed; absent: every one does. */
  readonly mayDiagnose?: ((endpoint: Endpoint) => boolean) | undefined;
  /** Processors and variables that decide how many modules Go fetches at once; absent: not known. */
  readonly machine?: SnapshotHost["machine"];
}
