// The one place of the probe where a timeout is made. A busy event loop fires timers before it looks at sockets that are
// already ready, so an expired deadline first lets the waiting socket events pass. Nothing here knows about stages.
import type { Millis } from "../../../shared/domain/time.ts";

/**
 * Turns of the event loop that an expired deadline waits before it counts. One turn polls the sockets once; on Windows
 * a completion that is ready is sometimes delivered one poll later, so there it is two.
 */
const GRACE_TURNS = process.platform === "win32" ? 2 : 1;

/** Nothing was heard in time. */
export class Expired extends Error {
  readonly limitMs: Millis;
  /** How much later than asked the timer fired: the time for which our own loop was not looking. */
  readonly lateMs: Millis;

  constructor(limitMs: Millis, lateMs: Millis) {
    super(`nothing heard for ${limitMs} ms`);
    this.name = "Expired";
    this.limitMs = limitMs;
    this.lateMs = lateMs;
  }
}

/** The caller lost interest. */
export class Aborted extends Error {
  constructor() {
    super("aborted");
    this.name = "Aborted";
  }
}

/** What ends a wait early. */
export interface Bounds {
  readonly limitMs: Millis;
  readonly signal: AbortSignal;
}

function afterGrace(action: () => void, turns = GRACE_TURNS): void {
  setImmediate(() => {
    if (turns > 1) afterGrace(action, turns - 1);
    else action();
  });
}

/**
 * The value of `work`, or a rejection with `Expired` after `limitMs`, or with `Aborted` when the signal says so. A result
 * that was ready when the time ran out wins, even if the loop was too busy to deliver it. The caller still has to end
 * the work itself, for example by destroying its socket; what it brings after that is ignored.
 */
export function within<T>(work: Promise<T>, bounds: Bounds): Promise<T> {
  const { limitMs, signal } = bounds;
  return new Promise<T>((resolve, reject) => {
    const begun = performance.now();
    const expire = () => {
      const lateMs = performance.now() - begun - limitMs;
      afterGrace(() => settle(() => reject(new Expired(limitMs, lateMs))));
    };
    const timer = setTimeout(expire, limitMs);
    const abort = () => settle(() => reject(new Aborted()));
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      outcome();
    };
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

/** Resolves after `delayMs`, or as soon as the signal aborts. */
export function pause(delayMs: Millis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done, { once: true });
  });
}

/** How often a loop watch looks. Rare enough to cost nothing in a look of 40 ms, often enough to date a stall within a look. */
const BEAT_MS: Millis = 250;

/** Watches whether our own loop turns: a process that was stopped, or too busy, mistakes its own absence for the network's. */
export class LoopWatch {
  #longestMs: Millis = 0;
  #due = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#wait();
  }

  /** The longest time by which the loop was late so far. A beat that is overdue counts: sockets are served before timers. */
  get longestStallMs(): Millis {
    return Math.max(this.#longestMs, performance.now() - this.#due);
  }

  /** Ends the watch. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#due = performance.now() + BEAT_MS;
    this.#timer = setTimeout(() => {
      this.#longestMs = this.longestStallMs;
      this.#wait();
    }, BEAT_MS);
  }
}
