// Probes what it is told to on standard input and writes the samples to standard output. It is bundled and run by the
// contract test under each runtime, so that the prober under test is the one of that runtime.
import { text } from "node:stream/consumers";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Visit } from "./zoo-visits.ts";

/** What the runner is given: visits, and the root to trust. */
export interface Job {
  readonly caFile: string;
  readonly visits: readonly (Pick<Visit, "env" | "role"> & { readonly url: string })[];
}

/** Visits at a time: enough to wait for many silent servers at once, few enough not to stall two cores. */
const AT_ONCE = 6;

/** Short deadlines, so that silence is soon heard; long against anything that loopback does on a busy machine. */
const LIMITS = { resolve: 4_000, connect: 1_500, tunnel: 1_500, handshake: 1_500, http: 1_500 };

async function run(job: Job): Promise<readonly (Sample | null)[]> {
  const samples: (Sample | null)[] = job.visits.map(() => null);
  const queue = [...job.visits.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { url, role, env }] = next;
      const prober = createProber({ version: "0.0.0", caFile: job.caFile, env: env ?? {}, limits: LIMITS });
      samples[index] = await prober.probe({ name: url, url, role: role ?? "proxy" }, new AbortController().signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return samples;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(await text(process.stdin)) as Job)));
