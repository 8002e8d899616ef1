// The doors of the engine: everything it needs of the world comes in through these, so that the same engine runs in the
// app, in a terminal and under a scenario clock. No implementation lives here.
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import type { FailureName } from "../../shared/domain/failure.ts";
import type { ApplyOutcome, EffectiveEnv } from "../../shared/domain/goenv.ts";
import type { DecisionRow, HappeningRow } from "../../shared/domain/happening.ts";
import type { Light, LightErrand } from "../../shared/domain/lights.ts";
import type { Attachment, KnownNetwork } from "../../shared/domain/network.ts";
import type { Reason } from "../../shared/domain/reason.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import type { Series } from "../../shared/domain/series.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Notice } from "../../shared/domain/snapshot.ts";
import type { Survey, SurveyErrand } from "../../shared/domain/survey.ts";
import type { Switch, SwitchCause } from "../../shared/domain/switch.ts";
import type { Instant, Millis, Steady } from "../../shared/domain/time.ts";

/** Ends what was started. Calling it twice is harmless. */
export type Stop = () => void;

/** Time. The only thing that tests fake. */
export interface Clock {
  /** The wall clock, which may be set at any time. */
  now(): Instant;
  /** A clock that nobody sets. It may stand still while the machine sleeps. */
  steady(): Steady;
  /** Calls `action` once after `delayMs`; the returned stop cancels it. */
  after(delayMs: Millis, action: () => void): Stop;
}

/** Looks at one endpoint. Resolves to `null` when `signal` aborted the look: an aborted look is no sample. Never rejects. */
export interface Prober {
  probe(endpoint: Endpoint, signal: AbortSignal): Promise<Sample | null>;
}

/**
 * Looks at what a download needs beside its files: one request for each light, one after another. Resolves to `null` when
 * `signal` broke it off. Never rejects.
 */
export interface LightSource {
  look(errand: LightErrand, signal: AbortSignal): Promise<readonly Light[] | null>;
}

/**
 * Looks at the network itself. Resolves to `null` when `signal` broke it off, and when what it was given turns out to say
 * nothing about the way to the Internet. Never rejects.
 */
export interface Surveyor {
  survey(errand: SurveyErrand, signal: AbortSignal): Promise<Survey | null>;
}

/** What a switch wants: the keys to set (`null` unsets), and what the journal says about it. */
export interface SwitchRequest {
  readonly at: Instant;
  readonly cause: SwitchCause;
  readonly from: string | null;
  readonly to: string | null;
  readonly because: Reason;
  readonly env: Readonly<Record<string, string | null>>;
}

/** The go env file. Every change is journalled: intent before the file is touched, outcome after. */
export interface GoEnv {
  /** What the go command would use now. */
  read(): Promise<EffectiveEnv>;
  apply(request: SwitchRequest): Promise<ApplyOutcome>;
  /** Takes back the last switch that was not yet taken back. */
  undo(at: Instant): Promise<ApplyOutcome>;
  /**
   * Settles the intents that a dead process left behind: `written` where the file holds what was intended, else
   * `interrupted`. To be called once at start. Answers what the user must be told, newest last.
   */
  resolveInterrupted(at: Instant): readonly Notice[];
  /** Calls back after the file, or the journal, was changed by anybody. */
  watch(changed: () => void): Stop;
}

/** Filters for reading history. */
export interface HistoryQuery {
  readonly since?: Instant;
  readonly until?: Instant;
  readonly endpoint?: string;
  /** At most so many rows, newest kept. */
  readonly limit?: number;
}

/** Which series is wanted. Both ends belong to the range. */
export interface SeriesQuery {
  readonly endpoint: string;
  readonly since: Instant;
  readonly until: Instant;
  /** At most so many points; `MAX_POINTS` when absent. */
  readonly points?: number;
}

/** What decides how long the history is kept. */
export interface Retention {
  /** Now. */
  readonly at: Instant;
  /** Days after which nothing of a look is left. Single successes and minutes go earlier. */
  readonly keepDays: number;
}

/**
 * The whole go env file on both sides of one switch, in base64 (the file may hold any bytes); `null` where there was no
 * file. May hold credentials: it stays in the database and in memory, never in a log, snapshot or export.
 */
export interface FileSides {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Runs `action` while no other process of ours changes the go env file, and answers what it answered. The lock dies with
 * its owner. It must not be held on the connection that History writes with: an intent has to be on disk before the
 * action ends.
 */
export type WithLock = <T>(action: () => T) => T;

/** A network as the history keeps it: when it was joined, or taken for another kind, and as what. */
export interface NetworkRow {
  readonly at: Instant;
  readonly fingerprint: string;
  readonly kind: string;
  /** 0 to 1; `null` in rows from before it was kept. */
  readonly confidence: number | null;
  /** The user said so; absent: it was measured or remembered. */
  readonly corrected?: true;
}

/** How one kind of network has done: a row of the environment table. */
export interface KindRow {
  readonly kind: string;
  readonly samples: number;
  /** Share of samples with a finished TLS 1.3 handshake, 0 to 1. */
  readonly tls13Rate: number;
  /** Mean time lost on a failed look. */
  readonly failureMs: Millis | null;
  /** Most common `stage/kind` of failure; `null` without one. */
  readonly commonFailure: FailureName | null;
}

/** Samples, networks and the journal of switches, in the database that app and command line share. */
export interface History {
  addSample(sample: Sample, kind: string): void;
  addNetwork(row: NetworkRow): void;
  addHappening(row: HappeningRow): void;
  addDecision(row: DecisionRow): void;
  /** Journals an intent; returns its id. */
  intend(entry: Omit<Switch, "id" | "outcome">): number;
  settle(id: number, outcome: Switch["outcome"], refusal?: string): void;
  markUndone(id: number, by: number): void;
  /** Keeps the bytes of the file on both sides of switch `id`; a second call replaces the first. On disk when it returns. */
  keepSides(id: number, sides: FileSides): void;
  /** What was kept for switch `id`; `null` when nothing was, or it was pruned. */
  sidesOf(id: number): FileSides | null;
  /** Single looks, oldest first. Of those older than `looksSince` only failures are left. */
  samples(query: HistoryQuery): readonly Sample[];
  /** How many single looks `samples` would answer without a limit. */
  countSamples(query: HistoryQuery): number;
  /** One endpoint over a range of time in few points, whatever of it is still kept one by one. */
  series(query: SeriesQuery): Series;
  /** Names of the endpoints that anything is known of, in the order in which they were first looked at. */
  endpoints(): readonly string[];
  /** Since when every look is still kept one by one; 0 when none was forgotten. */
  looksSince(): Instant;
  /** Oldest first. */
  switches(query: HistoryQuery): readonly Switch[];
  networks(query: HistoryQuery): readonly NetworkRow[];
  /** The kind of a place that the network of this fingerprint was last seen to be; `null` when it was never. */
  lastKind(fingerprint: string): KnownNetwork | null;
  /** What happened beside looks, in the order in which it did. */
  happenings(query: HistoryQuery): readonly HappeningRow[];
  /** When the newest run that had begun by `at` did; `null` when none is known. */
  startBefore(at: Instant): Instant | null;
  decisions(query: HistoryQuery): readonly DecisionRow[];
  kinds(query: HistoryQuery): readonly KindRow[];
  /** Forgets what is older than it is kept, and more when the file has grown too large. The journal of switches is kept whole. */
  prune(retention: Retention): void;
  /** Forgets everything that was measured and happened; the journal of switches and what it needs is kept. The file becomes small again. */
  clear(): void;
  /** What went wrong on opening, for example a corrupt file that was set aside. */
  readonly notices: readonly Notice[];
  close(): void;
}

/** Settings and profiles, shared by app and command line without lost updates. */
export interface SettingsStore {
  read(): Settings;
  /** Reads, changes and writes under a lock that dies with its owner; returns what was written. */
  update(change: (settings: Settings) => Settings): Settings;
  watch(changed: () => void): Stop;
  readonly notices: readonly Notice[];
}

/** Which network we are attached to. */
export interface NetworkSource {
  look(): Promise<Attachment>;
  /** Calls back when the attachment may have changed. */
  watch(changed: () => void): Stop;
}
