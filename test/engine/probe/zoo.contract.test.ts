import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sample } from "../../../shared/domain/sample.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";
import type { Job } from "./zoo-runner.ts";
import { floodedVisitsOf, type Visit, visitsOf } from "./zoo-visits.ts";

/** An Electron binary for development; the test that needs it is skipped, and says so, where there is none. */
const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: the zoo under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

const folder = mkdtempSync(join(tmpdir(), "gangway-contract-"));
const runner = join(folder, "runner.mjs");
let zoo: Zoo;
let visits: readonly Visit[];
let floodedVisits: readonly Visit[];

beforeAll(async () => {
  zoo = await openZoo();
  visits = visitsOf(zoo);
  floodedVisits = floodedVisitsOf(zoo);
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
      rolldownOptions: { output: { entryFileNames: "runner.mjs" } },
    },
  });
}, 60_000);

afterAll(async () => {
  await zoo.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Host {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

async function runIn(host: Host, job: Job): Promise<readonly Sample[]> {
  const [program, ...leading] = host.command;
  const env = { ...process.env, ...host.env };
  const child = spawn(program, [...leading, runner], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(job));
  return JSON.parse(await text(child.stdout)) as readonly Sample[];
}

function visitAll(host: Host, all: readonly Visit[], pace: Partial<Job> = {}): Promise<readonly Sample[]> {
  return runIn(host, {
    ...pace,
    caFile: zoo.caFile,
    visits: all.map(({ inmate, url, role, env: variables }) => ({
      url: url ?? zoo.url(inmate),
      ...(role === undefined ? {} : { role }),
      ...(variables === undefined ? {} : { env: variables }),
    })),
  });
}

function describeVisit(visit: Visit): string {
  return `${visit.inmate} as ${visit.role ?? "proxy"} at ${visit.url ?? "its own address"}`;
}

/** One line per visit that was not as expected; no line is what we want to see. */
function surprises(all: readonly Visit[], samples: readonly Sample[]): readonly string[] {
  return all.flatMap((visit, index) => {
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
  { runtime: "plain Node", command: [process.execPath] as const, env: {}, absent: false },
  {
    runtime: "Electron as Node",
    command: [ELECTRON] as const,
    env: { ELECTRON_RUN_AS_NODE: "1" },
    absent: WITHOUT_ELECTRON,
  },
])("under $runtime", ({ command, env, absent }) => {
  test.skipIf(absent)(
    "tells every inmate of the zoo for what it is",
    async () => {
      const samples = await visitAll({ command, env }, visits);

      expect(samples).toHaveLength(visits.length);
      expect(surprises(visits, samples)).toEqual([]);
    },
    60_000,
  );

  test.skipIf(absent)(
    "tells every inmate that floods, and takes no more of it than it needs",
    async () => {
      const samples = await visitAll({ command, env }, floodedVisits, { atOnce: 3, limitMs: 3_000 });

      expect(surprises(floodedVisits, samples)).toEqual([]);
    },
    60_000,
  );

  // Counts what arrived in the visit above; each of them was visited in it, and reported as not trusted.
  test.skipIf(absent)("sends not a byte of a request to a server that is not trusted", () => {
    const distrusted = [
      "expired",
      "notYetValid",
      "wrongName",
      "unknownAuthority",
      "selfSigned",
      "missingIntermediate",
      "commonName",
    ];

    expect(distrusted.filter((inmate) => zoo.received(inmate) > 0)).toEqual([]);
  });

  test.skipIf(absent)("does not trust what only NODE_EXTRA_CA_CERTS names, since Go does not", async () => {
    const host: Host = { command, env: { ...env, NODE_EXTRA_CA_CERTS: zoo.caFile } };

    const [sample] = await runIn(host, { visits: [{ url: zoo.url("good") }] });

    expect(sample?.failure?.kind).toBe("certificate-untrusted");
    expect(sample?.tls?.trust).toBe("untrusted");
  });
});

// Root needs no user namespace for it, and where there is a chroot around it may not have one.
const NO_NETWORK = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
const ISOLATED = spawnSync("unshare", [...NO_NETWORK, "true"]).status === 0;
if (!ISOLATED) console.warn("skipped: looking without a network, since unshare cannot make a network namespace here");

describe.skipIf(!ISOLATED)("on a machine without a network", () => {
  const host: Host = { command: ["unshare", ...NO_NETWORK, process.execPath], env: {} };

  test("an address without a route is our own fault", async () => {
    const [sample] = await runIn(host, { visits: [{ url: "https://203.0.113.1" }] });

    expect(sample?.failure).toEqual({ stage: "connect", kind: "local", raw: "ENETUNREACH -101 connect immediate" });
  });

  test("a name that cannot be resolved is our own fault", async () => {
    const [sample] = await runIn(host, { visits: [{ url: "https://modules.test" }] });

    expect(sample?.failure).toMatchObject({ stage: "resolve", kind: "local" });
  });
});
