// The engine as the benchmark drives it: with our real prober and its own schedule over a thousand endpoints. What each look
// reported is handed back by windows of time, on the clock of the relay.
import { createEngine } from "../../../electron/engine/engine.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { bareDoors } from "./engine-doors.ts";
import type { LookLoop, PlacedLook, TimedLook } from "./look-loop.ts";

/** The interval of the engine here, and the fifth by which it may be stretched, see docs/measuring.md. */
const LATEST_MS: Millis = 12_000;

const NS_PER_MS = 1e6;

/** Starts the engine over `urls`; answered when all have been looked at three times and go their regular way. */
export interface EngineWanted {
  readonly do: "engine";
  readonly urls: readonly string[];
  readonly settleMs: Millis;
}

/** The looks that began and ended within the next `forMs`. */
export interface WindowWanted {
  readonly do: "window";
  readonly forMs: Millis;
}

interface Kept {
  readonly url: string;
  readonly look: TimedLook;
}

function rest(ms: Millis): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve));
}

/** One engine, whose looks are those of a loop. */
export class EngineLoop {
  readonly #loop: LookLoop;
  readonly #kept: Kept[] = [];

  constructor(loop: LookLoop) {
    this.#loop = loop;
  }

  /** Does what is wanted, as `LookLoop.perform` does. */
  async perform(wanted: EngineWanted | WindowWanted): Promise<object> {
    if (wanted.do === "window") return this.#window(wanted.forMs);
    await this.#start(wanted.urls);
    await rest(wanted.settleMs);
    return {};
  }

  async #start(urls: readonly string[]): Promise<void> {
    const prober: Parameters<typeof bareDoors>[0]["prober"] = {
      probe: async (endpoint, signal) => {
        const { look, sample } = await this.#loop.look(endpoint, signal);
        if (sample !== null) this.#kept.push({ url: endpoint.url, look });
        return sample;
      },
    };
    await createEngine(bareDoors({ clock: systemClock, urls, prober })).start();
  }

  async #window(forMs: Millis): Promise<object> {
    this.#kept.splice(0);
    const begun = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    await rest(forMs);
    const { user, system } = process.cpuUsage(cpu);
    const placed = placedLooks(this.#kept);
    return { looks: placed.filter(({ startedAt }) => startedAt >= Number(begun)), cpuUs: user + system };
  }
}

// A look is due the interval and a fifth of it after the last one of its endpoint ended, at the latest.
function placedLooks(kept: readonly Kept[]): readonly PlacedLook[] {
  const dueAt = new Map<string, number>();
  return kept.map(({ url, look }) => {
    const lateMs = Math.max(0, look.startedAt - (dueAt.get(url) ?? look.startedAt)) / NS_PER_MS;
    dueAt.set(url, look.endedAt + LATEST_MS * NS_PER_MS);
    return { ...look, port: Number(new URL(url).port), lateMs };
  });
}
