// Our prober as the benchmark drives it: looks one after the other, on a schedule, or very many. What each look reported is
// handed back with when it ran, on the clock of the relay.
import { createProber } from "../../../electron/engine/probe/probe.ts";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";

/** What the benchmark asks of this program: looks at `url`, one after the other. */
export interface LooksWanted {
  readonly do: "looks";
  readonly url: string;
  readonly count: number;
}

/** One look: nanoseconds of `process.hrtime`, milliseconds as the prober reported them. */
export interface TimedLook {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly handshakeMs: number | null;
  readonly ttfbMs: number | null;
  /** `stage/kind raw` of a look that failed. */
  readonly failure?: string;
}

/** Looks, and the CPU of this whole process while they ran, in microseconds. */
export interface LooksDone {
  readonly looks: readonly TimedLook[];
  readonly cpuUs: number;
}

/** Proxies and the user's own roots must not stand between the prober and the rig. */
const FOREIGN = /^((https?|all|no)_proxy|ssl_cert_(file|dir))$/i;

function environment(): Readonly<Record<string, string | undefined>> {
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
    this.#prober = createProber({ version: "0.0.0-bench", env: environment(), caFile });
  }

  /** Looks one after the other. */
  async looks({ url, count }: LooksWanted): Promise<LooksDone> {
    const endpoint: Endpoint = { name: url, url, role: "proxy" };
    const looks: TimedLook[] = [];
    const before = process.cpuUsage();
    for (let done = 0; done < count; done += 1) looks.push(await this.#look(endpoint));
    const { user, system } = process.cpuUsage(before);
    return { looks, cpuUs: user + system };
  }

  async #look(endpoint: Endpoint): Promise<TimedLook> {
    const startedAt = monotonic();
    const sample = await this.#prober.probe(endpoint, this.#signal);
    return timedLook(startedAt, sample);
  }
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
