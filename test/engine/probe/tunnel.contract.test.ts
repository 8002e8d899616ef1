// CONNECT is a stage of its own: it has its own time, which is in no other stage, and a look that fails at it knows how far it
// came. What each proxy is told for is in zoo-visits.ts.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sample, StageTimings } from "../../../shared/domain/sample.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";
import { SLOW_PROXY_MS } from "../../support/zoo-proxies.ts";
import type { Job } from "./zoo-runner.ts";

/** An Electron binary for development; what needs it is skipped, and says so, where there is none. */
const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: CONNECT under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
}, 60_000);

afterAll(() => zoo.close());

/** Proxies that keep somebody waiting, and the stage in which that time has to be. */
const SLOW: readonly (readonly [string, keyof StageTimings])[] = [
  ["slowProxy", "tunnelMs"],
  ["slowSecureProxy", "tunnelMs"],
  ["proxySlowBehind", "handshakeMs"],
];

/** How a look ends, and which of its stages have a time. */
const ENDS: readonly (readonly [proxy: string, end: string, stages: string])[] = [
  ["refused", "tunnel/refused ECONNREFUSED", "resolve"],
  ["proxyAuth", "tunnel/auth-required status 407", "resolve connect tunnel"],
  ["secureProxyAuth", "tunnel/auth-required status 407", "resolve connect tunnel"],
  ["proxyDenies", "tunnel/denied status 403", "resolve connect tunnel"],
  ["proxyUpstream", "tunnel/upstream-failed status 502", "resolve connect tunnel"],
  ["proxyTimeout", "tunnel/upstream-failed status 504", "resolve connect tunnel"],
  ["proxyNotHttp", "tunnel/unknown answer is not HTTP", "resolve connect tunnel"],
  ["proxyEndless", "tunnel/unknown answer is not HTTP", "resolve connect tunnel"],
  ["proxySilent", "tunnel/silent deadline", "resolve connect"],
  ["proxyReset", "tunnel/reset ECONNRESET", "resolve connect"],
  ["proxyCloses", "tunnel/reset ECONNRESET", "resolve connect"],
  ["proxyThenCloses", "handshake/closed ECONNRESET", "resolve connect tunnel"],
  ["proxyThenClosesOnHello", "handshake/closed ECONNRESET", "resolve connect tunnel"],
  ["proxyThenResetsOnHello", "handshake/reset ECONNRESET", "resolve connect tunnel"],
  ["proxyThenSilent", "handshake/silent deadline", "resolve connect tunnel"],
  ["proxyThenPage", "handshake/not-tls HTTP status 503", "resolve connect tunnel"],
];

/** The stages that have a time, in order. */
function timesOf({ stages }: Sample): readonly (readonly [string, number])[] {
  const { resolveMs, connectMs, tunnelMs, handshakeMs, ttfbMs } = stages;
  const times = { resolve: resolveMs, connect: connectMs, tunnel: tunnelMs, handshake: handshakeMs, ttfb: ttfbMs };
  return Object.entries(times).flatMap(([name, time]) => (typeof time === "number" ? [[name, time] as const] : []));
}

function stagesOf(sample: Sample): string {
  return timesOf(sample)
    .map(([name]) => name)
    .join(" ");
}

/** The end of a look with as much of `raw` as is the same on every system. */
function endOf({ failure }: Sample, raw: string): string {
  if (failure === null) return "ok";
  return `${failure.stage}/${failure.kind} ${failure.raw.slice(0, raw.length)}`;
}

describe.each([
  { runtime: "plain Node", host: {}, absent: false },
  {
    runtime: "Electron as Node",
    host: { execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" } },
    absent: WITHOUT_ELECTRON,
  },
])("under $runtime", ({ host, absent }) => {
  // One at a time: each has variables of its own and so loads the roots anew, during which every other look would stand still.
  async function lookThrough(proxies: readonly string[]): Promise<readonly Sample[]> {
    const job: Job = {
      caFile: zoo.caFile,
      atOnce: 1,
      visits: proxies.map((proxy) => {
        const scheme = /^s(lowS)?ecure/.test(proxy) ? "https" : "http";
        return { url: "https://modules.test", env: { HTTPS_PROXY: `${scheme}://${zoo.address(proxy)}` } };
      }),
    };
    const runner = await spawnTypeScript(join(import.meta.dirname, "zoo-runner.ts"), [], {
      ...host,
      timeoutMs: 60_000,
    });
    runner.process.stdin.end(JSON.stringify(job));
    const { stdout, stderr } = await runner.finished;
    expect(stdout, stderr).not.toBe("");
    return JSON.parse(stdout) as readonly Sample[];
  }

  test.skipIf(absent)(
    "the time of CONNECT is in its own stage, and in no other one",
    async () => {
      const samples = await lookThrough(SLOW.map(([proxy]) => proxy));

      const told = samples.map((sample, index) => {
        const [proxy, stage] = SLOW[index]!;
        // Stages follow each other. If the wait were in two of them, their sum would be more than the whole.
        const isOnce = timesOf(sample).reduce((sum, [, time]) => sum + time, 0) <= sample.totalMs;
        // A timer of the runtime may fire up to a millisecond early.
        const isThere = (sample.stages[stage] ?? 0) >= SLOW_PROXY_MS - 1;
        return { proxy, via: sample.via, end: endOf(sample, ""), stages: stagesOf(sample), isOnce, isThere };
      });
      expect(told).toEqual(
        SLOW.map(([proxy]) => ({
          ...{ proxy, via: "http-proxy", end: "ok", stages: "resolve connect tunnel handshake ttfb" },
          ...{ isOnce: true, isThere: true },
        })),
      );
    },
    70_000,
  );

  test.skipIf(absent)(
    "a look that ends at the proxy or right behind it tells how far it came",
    async () => {
      const samples = await lookThrough(ENDS.map(([proxy]) => proxy));

      const told = samples.map((sample, index) => {
        const [proxy, end] = ENDS[index]!;
        const isTunnelKept = sample.stages.tunnelMs !== undefined;
        return [proxy, endOf(sample, end.slice(end.indexOf(" ") + 1)), stagesOf(sample), sample.via, isTunnelKept];
      });
      expect(told).toEqual(ENDS.map((row) => [...row, "http-proxy", true]));
    },
    70_000,
  );
});
