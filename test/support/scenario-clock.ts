// Time that moves only when a test says so. The one thing that tests fake.
import type { Clock, Stop } from "../../electron/engine/ports.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** A clock under the test's hand. Timers fire in order of time, then of making. */
export class ScenarioClock implements Clock {
  #now: number;
  #order = 0;
  #set = 0;
  readonly #timers = new Set<Timer>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  steady(): number {
    return this.#now;
  }

  /** Sets the wall clock; timers do not notice. */
  set(byMs: number): void {
    this.#set += byMs;
  }

  after(delayMs: number, action: () => void): Stop {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, action };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets so much time pass; after each timer everything that can settle does. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settle();
      const next = [...this.#timers]
        .filter((t) => t.at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order)
        .at(0);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets every promise that can settle do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
