import type { Decision } from "../../shared/domain/decision.ts";
import type { DesktopAnswer } from "../../shared/domain/desktop-route.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { Instant } from "../../shared/domain/time.ts";
import type { EngineCalls } from "../../shared/ipc/contract.ts";
import type { Announcement } from "../../shared/ipc/engine-messages.ts";
import type { Stop } from "./ports.ts";

/** A change of mind of the decision core, as `watch` prints it. */
export interface DecisionLine {
  readonly at: Instant;
  readonly decision: Decision;
}

/** A running engine, whatever hosts it. */
export interface Engine {
  /** Begins to measure. */
  start(): Promise<void>;
  /** Runs one of the window's calls; its arguments were validated by the caller. */
  call<K extends keyof EngineCalls>(name: K, ...args: Parameters<EngineCalls[K]>): Promise<ReturnType<EngineCalls[K]>>;
  snapshot(): Snapshot;
  onSnapshot(receive: (snapshot: Snapshot) => void): Stop;
  onDecision(receive: (line: DecisionLine) => void): Stop;
  onAnnouncement(receive: (announcement: Announcement) => void): Stop;
  resumed(): void;
  suspended(): void;
  power(onBattery: boolean): void;
  networkMayHaveChanged(): void;
  /** What the desktop says of its way to each endpoint. */
  desktopRoutes(answers: readonly DesktopAnswer[]): void;
  restarted(times: number): void;
  /** Stops everything: timers, sockets, watchers, database. Idempotent. */
  stop(): Promise<void>;
}
