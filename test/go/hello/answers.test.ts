// What real servers answer to our replay: Node's and Go's own. Go's checks the form of our ML-KEM share and makes a secret
// for it before it says anything, so its ServerHello says that the share is as good as a real one.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createServer, type Server, type TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cacheFolder } from "../../../build/runtime/cache.mjs";
import type { HelloOutcome } from "../../../electron/engine/hello/first-answer.ts";
import { recordOf, shippedTemplates } from "../../../electron/engine/hello/hello-template.ts";
import { HELLO_VARIANTS, type HelloVariant } from "../../../electron/engine/hello/hello-variants.ts";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { goVersions } from "../../support/go-versions.ts";
import type { Replay } from "./programs/replay.ts";
import { RUNTIMES, type Runtime, replayUnder } from "./runtimes.ts";

const GO = (await goVersions()).findLast(({ version }) => minorOf(version) >= 24);
if (GO === undefined) console.warn("skipped: what a Go server answers, since no Go with ML-KEM (1.24) is here");

const folder = mkdtempSync(join(tmpdir(), "gangway-answers-"));
const servers: Server[] = [];
const programs: ChildProcessWithoutNullStreams[] = [];

async function nodeServer(options: TlsOptions): Promise<number> {
  const authority = await makeAuthority("Gangway Answers");
  const server = createServer({ ...(await authority.issue({ names: ["modules.test"] })), ...options });
  servers.push(server.on("tlsClientError", () => undefined));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function buildGoServer(go: string): string {
  const binary = join(folder, "server");
  const env = {
    ...process.env,
    // Kept between runs: building crypto/tls takes a minute and more on two busy cores.
    GOCACHE: join(dirname(cacheFolder()), "go-build"),
    GOENV: "off",
    GOFLAGS: "",
    GOPROXY: "off",
    GOTOOLCHAIN: "local",
    GODEBUG: "",
    CGO_ENABLED: "0",
  };
  const source = join(import.meta.dirname, "programs/server.go");
  const { status, stderr } = spawnSync(go, ["build", "-o", binary, source], { env, cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return binary;
}

async function goServer(binary: string, groups: string): Promise<number> {
  const program = spawn(binary, [groups]);
  programs.push(program);
  const [line] = (await once(program.stdout, "data")) as [Buffer];
  return Number(line.toString());
}

afterAll(() => {
  for (const server of servers) server.close();
  for (const program of programs) program.kill();
  rmSync(folder, { recursive: true, force: true });
});

function replays(port: number, variants: readonly HelloVariant[] = ["go"]): readonly Replay[] {
  return shippedTemplates.flatMap((template) =>
    variants.map((variant) => ({
      port,
      version: template.version,
      record: recordOf(template),
      serverName: "modules.test",
      variant,
    })),
  );
}

function told({ answer, failure }: HelloOutcome): string {
  const group = answer !== null && "group" in answer ? (answer.group?.toString(16) ?? "-") : "";
  if (answer?.kind === "retry-request") return `retry with ${group}`;
  if (answer?.kind !== "server-hello") return JSON.stringify(failure);
  return `${answer.version.toString(16)} group ${group}${answer.downgraded ? " downgraded" : ""}`;
}

/** What came back, shortly: `1.27.0 go: 304 group 11ec`. */
async function answersTo(runtime: Runtime, wanted: readonly Replay[]): Promise<readonly string[]> {
  const outcomes = await replayUnder(runtime, wanted);
  return wanted.map(({ version, variant = "go" }, index) => {
    const outcome = outcomes[index];
    return `${version} ${variant}: ${outcome === undefined ? "nothing" : told(outcome)}`;
  });
}

const VERSIONS = shippedTemplates.map(({ version }) => version);

describe.each(RUNTIMES)("under $name", (runtime) => {
  test("Node's server goes on with every hello in TLS 1.3", async () => {
    const port = await nodeServer({});

    expect(await answersTo(runtime, replays(port))).toEqual(VERSIONS.map((version) => `${version} go: 304 group 1d`));
  });

  test("Node's server that has P-384 alone asks for another share", async () => {
    const port = await nodeServer({ ecdhCurve: "P-384" });

    expect(await answersTo(runtime, replays(port))).toEqual(VERSIONS.map((version) => `${version} go: retry with 18`));
  });

  test("the variants are answered as they were meant", async () => {
    const port = await nodeServer({});
    const expected: Readonly<Record<HelloVariant, string>> = {
      go: "304 group 1d",
      "no-post-quantum": "304 group 1d",
      "no-new-schemes": "304 group 1d",
      small: "304 group 1d",
      "tls12-only": "303 group - downgraded",
      "tls13-only": "304 group 1d",
    };
    const all = VERSIONS.flatMap((version) =>
      HELLO_VARIANTS.map((variant) => `${version} ${variant}: ${expected[variant]}`),
    );

    expect(await answersTo(runtime, replays(port, HELLO_VARIANTS))).toEqual(all);
  });
});

describe.skipIf(GO === undefined)("Go's own server", () => {
  let binary: string;

  beforeAll(() => {
    binary = buildGoServer(GO?.path ?? "go");
  }, 300_000);

  test.each(RUNTIMES)("takes our hybrid share where there is one, replayed under $name", async (runtime) => {
    const port = await goServer(binary, "default");
    const expected = VERSIONS.map((version) => `${version} go: 304 group ${minorOf(version) >= 24 ? "11ec" : "1d"}`);

    expect(await answersTo(runtime, replays(port))).toEqual(expected);
  });

  test.each(RUNTIMES)("asks for P-384 where it has nothing else, replayed under $name", async (runtime) => {
    const port = await goServer(binary, "p384");

    expect(await answersTo(runtime, replays(port))).toEqual(VERSIONS.map((version) => `${version} go: retry with 18`));
  });
});
