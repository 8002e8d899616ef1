// How often the window is told: at once of what a reader waits for, and of mere figures now and then, less often while
// nobody does anything in it. Each telling draws the window anew, which costs more than the look that it tells of.
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";

/** Figures of looks wait so long; nobody sees a median change sooner. @internal */
export const FIGURES_MS = 2 * SECOND;

/** The same in a window that is open while nobody as much as moves over it. @internal */
export const REST_FIGURES_MS = MINUTE;

/** For so long after an act somebody looks at what comes of it. @internal */
export const ATTENTION_MS = 30 * SECOND;

/** Tells the window of snapshots. */
export class WindowFeed implements Disposable {
  readonly #tell: (snapshot: Snapshot) => void;
  #told: { readonly at: number; readonly news: string } | null = null;
  #waiting: NodeJS.Timeout | undefined;
  #offered: Snapshot | null = null;
  #attendedAt = performance.now();

  constructor(tell: (snapshot: Snapshot) => void) {
    this.#tell = tell;
  }

  /** A new snapshot. A later one takes its place while it waits. */
  offer(snapshot: Snapshot): void {
    clearTimeout(this.#waiting);
    const news = newsOf(snapshot);
    const waitMs = this.#told?.news === news ? this.#told.at + this.#patienceMs() - performance.now() : 0;
    if (waitMs <= 0) {
      this.#now(snapshot, news);
      return;
    }
    this.#offered = snapshot;
    this.#waiting = setTimeout(() => {
      this.#now(snapshot, news);
    }, waitMs);
  }

  /** The reader has done something in the window. */
  attended(): void {
    this.#attendedAt = performance.now();
    if (this.#offered !== null) this.offer(this.#offered);
  }

  #patienceMs(): number {
    return performance.now() - this.#attendedAt < ATTENTION_MS ? FIGURES_MS : REST_FIGURES_MS;
  }

  /** Tells of this one at once, whatever was told before: the window has just opened, or somebody has turned to it. */
  opened(snapshot: Snapshot): void {
    this.#attendedAt = performance.now();
    clearTimeout(this.#waiting);
    this.#now(snapshot, newsOf(snapshot));
  }

  [Symbol.dispose](): void {
    this.#offered = null;
    clearTimeout(this.#waiting);
  }

  #now(snapshot: Snapshot, news: string): void {
    this.#offered = null;
    this.#told = { at: performance.now(), news };
    this.#tell(snapshot);
  }
}

/** Everything of a snapshot that is more than figures. */
function newsOf(snapshot: Snapshot): string {
  const { active, decision, endpoints, goproxy, hold, lastSwitch, network, notices, pausedUntil, profiles } = snapshot;
  const { settings, status, warnings } = snapshot;
  return JSON.stringify([
    [status, active, goproxy, hold, pausedUntil, lastSwitch?.id, lastSwitch?.undoneBy, snapshot.canUndo],
    [decision.kind, decision.because.code, network.kind, network.because.code, network.fingerprint],
    [settings, notices, warnings, snapshot.env],
    profiles.map(({ name, title, env, kinds }) => [name, title, env, kinds]),
    endpoints.map(({ name, health }) => [name, health.kind]),
  ]);
}
