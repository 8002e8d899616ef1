// Diagnoses what it is told to on standard input and writes what was found to standard output. It is bundled and run by the
// lab's test under each runtime, so that handshakes are those of that runtime.
import { text } from "node:stream/consumers";
import { diagnose } from "../../../electron/engine/diagnose/diagnose.ts";
import { type Surroundings, surroundings } from "../../../electron/engine/diagnose/surroundings.ts";
import { templateFor } from "../../../electron/engine/hello/hello-template.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import type { Diagnosis } from "../../../shared/domain/diagnosis.ts";
import { type Summary, summarise } from "../../../shared/domain/diagnosis-summary.ts";

/** Where to go, and how. */
export interface Way {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Address of every name; resolved by the system when absent. */
  readonly address?: string;
}

/** What the runner is given. */
export interface Job {
  readonly caFile: string;
  readonly goVersion: string;
  /** Diagnoses at a time: most of their time they wait for somebody who says nothing. One where times are compared. */
  readonly atOnce: number;
  readonly ways: readonly Way[];
}

/** What was found at the end of one way. */
export interface Found {
  readonly diagnosis: Diagnosis;
  readonly summary: Summary;
}

/** Short, so that silence is soon heard; long against anything that loopback and 40 ms do on a busy machine. */
const LIMITS = { resolve: 4_000, connect: 1_500, tunnel: 1_500, handshake: 1_500, http: 1_500 };

const known = new Map<string, Surroundings>();

/** The same for all ways with the same variables and address: loading a machine's roots costs more than a diagnosis. */
function around({ caFile, goVersion }: Job, { address, env }: Way): Surroundings {
  const key = JSON.stringify([env, address]);
  const hello = { template: templateFor(goVersion), origin: "shipped" } as const;
  const lookup = address === undefined ? undefined : () => Promise.resolve([{ address, family: 4 }]);
  const options = { version: "0.0.0", clock: systemClock, gapMs: 0, limits: LIMITS, caFile, goVersion, hello };
  const made = known.get(key) ?? surroundings({ ...options, env, lookup });
  known.set(key, made);
  return made;
}

/** More attempts than a machine that is only busy needs. */
const MOST_ATTEMPTS = 3;

/** Diagnoses again, as a person would, where our own side spoiled a cell even when it was tried once more. */
async function find(job: Job, way: Way): Promise<Found> {
  for (let attempt = 1; ; attempt++) {
    const found = await findOnce(job, way);
    const isSpoiled = found.diagnosis.matrix.some(({ failure }) => failure?.kind === "local");
    if (!isSpoiled || attempt === MOST_ATTEMPTS) return found;
  }
}

async function findOnce(job: Job, way: Way): Promise<Found> {
  const diagnosis = await diagnose(around(job, way), {
    endpoint: { name: way.url, url: way.url, role: "proxy" },
    signal: new AbortController().signal,
  });
  if (diagnosis === null) throw new Error("aborted by nobody");
  return { diagnosis, summary: summarise(diagnosis) };
}

async function run(job: Job): Promise<readonly (Found | undefined)[]> {
  const found: (Found | undefined)[] = job.ways.map(() => undefined);
  const queue = [...job.ways.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) found[next[0]] = await find(job, next[1]);
  };
  await Promise.all(Array.from({ length: job.atOnce }, worker));
  return found;
}

process.stdout.write(JSON.stringify(await run(JSON.parse(await text(process.stdin)) as Job)));
