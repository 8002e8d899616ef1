// Probes what it is told to on standard input and writes the samples to standard output. It is bundled and run by the
// contract test under each runtime, so that the prober under test is the one of that runtime.
import { text } from "node:stream/consumers";
import type { Prober } from "../../../electron/engine/ports.ts";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import type { EndpointRole } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Visit } from "./zoo-visits.ts";

/** What the runner is given: visits, and the root to trust beside those of the machine. */
export interface Job {
  readonly caFile?: string;
  /** Visits at a time; 8 when absent: enough to wait for many silent servers at once, few enough not to stall two cores. */
  readonly atOnce?: number;
  /** How long a stage may take; 2 s when absent: silence is soon heard, and loopback on a busy machine is faster. */
  readonly limitMs?: number;
  readonly visits: readonly (Pick<Visit, "env" | "role"> & { readonly url: string })[];
}

/** Looks again, a few times, when a sample says that this machine was too busy to tell: such a sample is no evidence. */
async function visit(prober: Prober, url: string, role: EndpointRole): Promise<Sample | null> {
  const signal = new AbortController().signal;
  for (let attempt = 1; ; attempt++) {
    const sample = await prober.probe({ name: url, url, role }, signal);
    if (!sample?.failure?.raw.includes("stalled") || attempt === 5) return sample;
  }
}

async function run(job: Job): Promise<readonly (Sample | null)[]> {
  const limitMs = job.limitMs ?? 2_000;
  const limits = { resolve: 4_000, connect: limitMs, tunnel: limitMs, handshake: limitMs, http: limitMs };
  const samples: (Sample | null)[] = job.visits.map(() => null);
  const queue = [...job.visits.entries()];
  const probers = new Map<string, Prober>();
  const proberFor = (env: NonNullable<Visit["env"]>) => {
    const key = JSON.stringify(env);
    const prober = probers.get(key) ?? createProber({ version: "0.0.0", caFile: job.caFile, env, limits });
    probers.set(key, prober);
    return prober;
  };
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { url, role, env }] = next;
      samples[index] = await visit(proberFor(env ?? {}), url, role ?? "proxy");
    }
  };
  await Promise.all(Array.from({ length: job.atOnce ?? 8 }, worker));
  return samples;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(await text(process.stdin)) as Job)));
