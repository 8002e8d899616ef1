// The engine under many endpoints, over doors in memory: what it costs by itself, and whether it keeps its times. Looks
// are made up, and take 150 ms. Writes one JSON value to standard output. For `npm run bench:engine`.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serialize } from "node:v8";
import type { Doors } from "../../../electron/engine/doors.ts";
import { createEngine } from "../../../electron/engine/engine.ts";
import type { Clock, Prober } from "../../../electron/engine/ports.ts";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { type Millis, SECOND } from "../../../shared/domain/time.ts";
import { bareDoors } from "./engine-doors.ts";

/** Time that a made-up look takes. */
const LOOK_MS: Millis = 150;

/** When everything has been looked at three times and goes its regular way. */
const SETTLED_MS: Millis = 25 * SECOND;

/** Time that goes only as fast as it is computed. */
class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: Millis; readonly action: () => void }>();

  now(): number {
    return 1_700_000_000_000 + this.#now;
  }

  steady(): Millis {
    return this.#now;
  }

  after(delayMs: Millis, action: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), action };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  async run(until: Millis): Promise<void> {
    for (;;) {
      let next: { readonly at: Millis; readonly action: () => void } | null = null;
      for (const timer of this.#timers) if (next === null || timer.at < next.at) next = timer;
      if (next === null || next.at > until) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.action();
      // What was promised is kept before time goes on: a look ends in a few steps.
      for (let step = 0; step < 8; step++) await Promise.resolve();
    }
    this.#now = until;
  }
}

/** A load: looks that are made up, and when they began. */
class Load {
  readonly begun: { readonly endpoint: string; readonly at: Millis }[] = [];
  readonly #clock: Clock;
  readonly #urls: readonly string[];

  constructor(clock: Clock, endpoints: number) {
    this.#clock = clock;
    this.#urls = Array.from({ length: endpoints }, (_, n) => `https://e${n}.test`);
  }

  doors(): Doors {
    const prober: Prober = { probe: (endpoint, signal) => this.#look(endpoint.name, signal) };
    return bareDoors({ clock: this.#clock, urls: this.#urls, prober });
  }

  /** Longest time between the end of a look and the beginning of the next of the same endpoint, once all is settled. */
  longestWaitMs(): Millis {
    const last = new Map<string, Millis>();
    let longest = 0;
    for (const { endpoint, at } of this.begun) {
      const before = last.get(endpoint) ?? Number.POSITIVE_INFINITY;
      if (before > SETTLED_MS) longest = Math.max(longest, at - before - LOOK_MS);
      last.set(endpoint, at);
    }
    return longest;
  }

  #look(endpoint: string, signal: AbortSignal): Promise<Sample | null> {
    const at = this.#clock.now();
    this.begun.push({ endpoint, at: this.#clock.steady() });
    const stages = { resolveMs: 1, connectMs: 40, handshakeMs: 60, ttfbMs: 40 };
    const tls = { version: "TLSv1.3", trust: "public" } as const;
    const sample: Sample = { endpoint, at, via: "direct", stages, totalMs: LOOK_MS, tls, failure: null };
    return new Promise((resolve) => {
      const stop = this.#clock.after(LOOK_MS, () => {
        signal.removeEventListener("abort", abort);
        resolve(sample);
      });
      const abort = (): void => {
        stop();
        resolve(null);
      };
      signal.addEventListener("abort", abort, { once: true });
    });
  }
}

function cpuMs(since?: NodeJS.CpuUsage): Millis {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** What the engine costs in time that is computed, snapshots by themselves. */
async function costOf(endpoints: number, forMs: Millis): Promise<Record<string, number>> {
  const clock = new VirtualClock();
  const load = new Load(clock, endpoints);
  const engine = createEngine(load.doors());
  const snapshots = { count: 0, cpuMs: 0, bytes: 0 };
  engine.onSnapshot((snapshot) => {
    const begun = process.cpuUsage();
    snapshots.bytes = serialize(snapshot).length;
    snapshots.count++;
    snapshots.cpuMs += cpuMs(begun);
  });
  await engine.start();
  await clock.run(SETTLED_MS);
  const [looksBefore, cpuBefore] = [load.begun.length, process.cpuUsage()];
  Object.assign(snapshots, { count: 0, cpuMs: 0 });
  await clock.run(SETTLED_MS + forMs);
  const [looks, spentMs] = [load.begun.length - looksBefore, cpuMs(cpuBefore) - snapshots.cpuMs];
  await engine.stop();
  return {
    endpoints,
    looks,
    usPerLook: (spentMs * 1_000) / looks,
    snapshots: snapshots.count,
    snapshotKb: snapshots.bytes / 1_024,
    msPerSnapshot: snapshots.cpuMs / Math.max(1, snapshots.count),
    longestWaitMs: load.longestWaitMs(),
  };
}

/** The same in real time: does it keep its times, and how much of a processor does it use? */
async function keepsTime(endpoints: number, forMs: Millis): Promise<Record<string, number>> {
  const load = new Load(systemClock, endpoints);
  const engine = createEngine(load.doors());
  engine.onSnapshot((snapshot) => void serialize(snapshot));
  await engine.start();
  const rest = (ms: Millis): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve));
  const startedAt = systemClock.steady();
  await rest(SETTLED_MS);
  const [looksBefore, cpuBefore] = [load.begun.length, process.cpuUsage()];
  await rest(forMs);
  const [looks, spentMs] = [load.begun.length - looksBefore, cpuMs(cpuBefore)];
  await engine.stop();
  const shifted = load.begun.map(({ endpoint, at }) => ({ endpoint, at: at - startedAt }));
  load.begun.splice(0, load.begun.length, ...shifted);
  return {
    endpoints,
    looks,
    perSecond: (looks * SECOND) / forMs,
    cpuShare: spentMs / forMs,
    longestWaitMs: load.longestWaitMs(),
  };
}

/** The yardstick: a look at a server of this process over plain HTTP, with that server's share. A look over TLS costs more. */
async function yardstick(looks: number): Promise<number> {
  const server = createServer((_, response) => response.end('{"Version":"v1.5.2"}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const prober = createProber({ version: "0.0.0", env: {} });
  const look = () => prober.probe({ name: url, url, role: "proxy" }, new AbortController().signal);
  for (let n = 0; n < 100; n++) await look();
  const begun = process.cpuUsage();
  for (let n = 0; n < looks; n++) await look();
  const spentMs = cpuMs(begun);
  server.closeAllConnections();
  server.close();
  return (spentMs * 1_000) / looks;
}

const isQuick = process.argv.includes("--quick");
const lookUs = [await yardstick(500)];
const costs = [];
for (const endpoints of [8, 100, 1_000]) costs.push(await costOf(endpoints, isQuick ? 20 * SECOND : 60 * SECOND));
lookUs.push(await yardstick(500));
const kept = await keepsTime(1_000, isQuick ? 20 * SECOND : 60 * SECOND);
process.stdout.write(JSON.stringify({ lookUs: Math.min(...lookUs), costs, kept }));
