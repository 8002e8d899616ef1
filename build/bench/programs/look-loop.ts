// Our prober as the benchmark drives it: looks one after the other, on a schedule, or very many. What each look reported is
// handed back with when it ran, on the clock of the relay.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { keepTo } from "../timetable.mjs";

/** Looks at `url`, one after the other. */
export interface LooksWanted {
  readonly do: "looks";
  readonly url: string;
  readonly count: number;
}

/** Looks at each of `urls` once in every period, spread over it; at most `atOnce` at a time. */
export interface ScheduleWanted {
  readonly do: "schedule";
  readonly urls: readonly string[];
  readonly periodMs: number;
  readonly periods: number;
  readonly atOnce: number;
}

/** Very many looks, some at a time, of which nothing is kept but how many failed. */
export interface SoakWanted {
  readonly do: "soak";
  readonly url: string;
  readonly count: number;
  readonly atOnce: number;
}

/** What the benchmark asks of a prober. */
export type Wanted = LooksWanted | ScheduleWanted | SoakWanted;

/** One look: nanoseconds of `process.hrtime`, milliseconds as the prober reported them. */
export interface TimedLook {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly handshakeMs: number | null;
  readonly ttfbMs: number | null;
  /** `stage/kind raw` of a look that failed. */
  readonly failure?: string;
}

/** A look with the port it went to, and how many ms after its time it began where it had one. */
export interface PlacedLook extends TimedLook {
  readonly port: number;
  readonly lateMs?: number;
}

/** Proxies and the user's own roots must not stand between the prober and the rig. */
const FOREIGN = /^((https?|all|no)_proxy|ssl_cert_(file|dir))$/i;

/** This process's variables without those that lead elsewhere. */
function ownEnvironment(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
}

function monotonic(): number {
  return Number(process.hrtime.bigint());
}

/** Everything that a look of ours is, over one prober. */
export class LookLoop {
  readonly #prober;
  readonly #signal = new AbortController().signal;

  /** `caFile` is trusted beside the roots of this machine. */
  constructor(caFile: string) {
    this.#prober = createProber({ version: "0.0.0-bench", env: ownEnvironment(), caFile });
  }

  /** Does what is wanted. `cpuUs`: of this whole process meanwhile. */
  async perform(wanted: Wanted): Promise<object> {
    const before = process.cpuUsage();
    const done = await this.#perform(wanted);
    const { user, system } = process.cpuUsage(before);
    return { ...done, cpuUs: user + system, ...(wanted.do === "soak" ? memory() : {}) };
  }

  /** One look. */
  async look(endpoint: Endpoint, signal = this.#signal): Promise<{ look: TimedLook; sample: Sample | null }> {
    const startedAt = monotonic();
    const sample = await this.#prober.probe(endpoint, signal);
    return { look: timedLook(startedAt, sample), sample };
  }

  #perform(wanted: Wanted): Promise<object> {
    switch (wanted.do) {
      case "looks":
        return this.#oneAfterTheOther(wanted);
      case "schedule":
        return this.#scheduled(wanted);
      case "soak":
        return this.#soak(wanted);
      default:
        return wanted satisfies never;
    }
  }

  async #oneAfterTheOther({ url, count }: LooksWanted): Promise<object> {
    const looks: TimedLook[] = [];
    for (let done = 0; done < count; done += 1) looks.push((await this.look(endpointAt(url))).look);
    return { looks };
  }

  async #scheduled({ urls, ...timetable }: ScheduleWanted): Promise<object> {
    const endpoints = urls.map(endpointAt);
    const looks: PlacedLook[] = [];
    await keepTo({ ...timetable, among: endpoints }, async (endpoint, lateMs) => {
      const { look } = await this.look(endpoint);
      looks.push({ ...look, port: Number(new URL(endpoint.url).port), lateMs });
    });
    return { looks };
  }

  async #soak({ url, count, atOnce }: SoakWanted): Promise<object> {
    const endpoint = endpointAt(url);
    let left = count;
    let failed = 0;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const sample = await this.#prober.probe(endpoint, this.#signal);
        if (sample?.failure !== null) failed += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return { failed };
  }
}

function endpointAt(url: string): Endpoint {
  return { name: url, url, role: "proxy" };
}

function timedLook(startedAt: number, sample: Sample | null): TimedLook {
  const endedAt = monotonic();
  const { handshakeMs = null, ttfbMs = null } = sample?.stages ?? {};
  const failure = sample?.failure;
  return {
    startedAt,
    endedAt,
    handshakeMs,
    ttfbMs,
    ...(failure ? { failure: `${failure.stage}/${failure.kind} ${failure.raw}` } : {}),
  };
}

/** What lives after a full collection, and what the process takes of the machine, in bytes. */
function memory(): { readonly heap: number; readonly outside: number; readonly rss: number } {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What the first frees may have held what the second does.
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, outside: external, rss };
}
