// A process of one runtime that looks at lights for a test, so that the TLS and HTTP under test are those of that runtime.
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type RunOptions, spawnTypeScript } from "../../support/run-typescript.ts";
import type { LightJob, LightsFound } from "./programs/look-at-lights.ts";

/** More than all looks of a test file together take. */
const LIFE_MS = 120_000;

/** The process; one look at a time. */
export interface Looking {
  look(job: LightJob): Promise<LightsFound>;
  /** Breaks off the look under way. */
  abort(): void;
  end(): Promise<void>;
}

/** Starts the process under this runtime. */
export async function startLooking(host: RunOptions): Promise<Looking> {
  const file = join(import.meta.dirname, "programs/look-at-lights.ts");
  const program = await spawnTypeScript(file, [], { ...host, timeoutMs: LIFE_MS });
  const { stdin, stdout } = program.process;
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async look(job) {
      stdin.write(`${JSON.stringify(job)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`the process ended: ${(await program.finished).stderr}`);
      return JSON.parse(line.value) as LightsFound;
    },
    abort: () => void stdin.write("abort\n"),
    async end() {
      stdin.end();
      await program.finished;
    },
  };
}
