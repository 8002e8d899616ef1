import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sample } from "../../../shared/domain/sample.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";
import type { Job } from "./zoo-runner.ts";
import { type Visit, visitsOf } from "./zoo-visits.ts";

/** An Electron binary for development; the test that needs it is skipped, and says so, where there is none. */
const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON) console.warn(`skipped: the zoo under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

const folder = mkdtempSync(join(tmpdir(), "gangway-contract-"));
const runner = join(folder, "runner.mjs");
let zoo: Zoo;
let visits: readonly Visit[];

beforeAll(async () => {
  zoo = await openZoo();
  visits = visitsOf(zoo);
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr: resolve(import.meta.dirname, "zoo-runner.ts"),
      outDir: folder,
      emptyOutDir: false,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "runner.mjs" } },
    },
  });
}, 60_000);

afterAll(async () => {
  await zoo.close();
  rmSync(folder, { recursive: true, force: true });
});

async function visitAll(program: string, env: Readonly<Record<string, string>>): Promise<readonly Sample[]> {
  const job: Job = {
    caFile: zoo.caFile,
    visits: visits.map(({ inmate, url, role, env: variables }) => ({
      url: url ?? zoo.url(inmate),
      ...(role === undefined ? {} : { role }),
      ...(variables === undefined ? {} : { env: variables }),
    })),
  };
  const child = spawn(program, [runner], { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(job));
  return JSON.parse(await text(child.stdout)) as readonly Sample[];
}

function describeVisit(visit: Visit): string {
  return `${visit.inmate} as ${visit.role ?? "proxy"} at ${visit.url ?? "its own address"}`;
}

/** One line per visit that was not as expected; no line is what we want to see. */
function surprises(samples: readonly Sample[]): readonly string[] {
  return visits.flatMap((visit, index) => {
    const sample = samples[index];
    const failure = sample?.failure;
    const seen = failure ? `${failure.stage}/${failure.kind}` : undefined;
    const right = seen === undefined ? sample && visit.expected.length === 0 : visit.expected.includes(seen);
    const facts = { ...sample?.tls, ...visit.tls };
    const told = visit.tls === undefined || JSON.stringify(facts) === JSON.stringify({ ...sample?.tls });
    return right && told ? [] : [`${describeVisit(visit)}: ${JSON.stringify(sample)}`];
  });
}

describe.each([
  { runtime: "plain Node", program: process.execPath, env: {}, absent: false },
  { runtime: "Electron as Node", program: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" }, absent: WITHOUT_ELECTRON },
])("under $runtime", ({ program, env, absent }) => {
  test.skipIf(absent)(
    "every inmate of the zoo is told for what it is",
    async () => {
      const samples = await visitAll(program, env);

      expect(samples).toHaveLength(visits.length);
      expect(surprises(samples)).toEqual([]);
    },
    60_000,
  );

  test.skipIf(absent)(
    "not a byte of a request is sent to a server that is not trusted",
    async () => {
      await visitAll(program, env);

      const distrusted = ["expired", "notYetValid", "wrongName", "unknownAuthority", "selfSigned"];
      expect(distrusted.map((inmate) => zoo.received(inmate))).toEqual([0, 0, 0, 0, 0]);
    },
    60_000,
  );
});
