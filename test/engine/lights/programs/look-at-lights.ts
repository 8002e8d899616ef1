// Looks at lights as each line of standard input says, one after another, and writes a line with what was found. The line
// `abort` breaks off the look under way.
import { createInterface } from "node:readline";
import { lightSourceWith } from "../../../../electron/engine/lights/light-source.ts";
import { createLooker, type Looker } from "../../../../electron/engine/probe/probe.ts";
import type { Light, LightErrand } from "../../../../shared/domain/lights.ts";

/** One look: what for, and with what. */
export interface LightJob {
  readonly errand: LightErrand;
  /** Variables of the look; none when absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly caFile: string;
}

/** What a look found; `null` when it was broken off. */
export type LightsFound = readonly Light[] | null;

/** Short, so that silence is soon heard; long against anything that loopback does on a busy machine. */
const HTTP_MS = 1_500;

/** The same for all looks with the same variables, since it loads the machine's roots. */
const lookers = new Map<string, Looker>();
let underWay = new AbortController();

function lookerFor({ caFile, env = {} }: LightJob): Looker {
  const key = JSON.stringify(env);
  const looker = lookers.get(key) ?? createLooker({ version: "1.2.3", env, caFile, limits: { http: HTTP_MS } });
  lookers.set(key, looker);
  return looker;
}

async function look(job: LightJob): Promise<void> {
  underWay = new AbortController();
  const found: LightsFound = await lightSourceWith(lookerFor(job)).look(job.errand, underWay.signal);
  process.stdout.write(`${JSON.stringify(found)}\n`);
}

createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "abort") underWay.abort();
  else void look(JSON.parse(line) as LightJob);
});
