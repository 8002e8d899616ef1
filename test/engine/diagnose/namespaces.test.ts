// The namespace lab: real middleboxes from Debian on a router between client and endpoint, each named for what it is.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADDRESS, type Namespaces, openNamespaces, whyNoNamespaces } from "../../lab/namespaces.ts";
import { ENDPOINT_PORTS, furnish, HOST, ROUTER_BOXES, type RouterBox } from "../../lab/router.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { buildTypeScript, spawnTypeScript } from "../../support/run-typescript.ts";
import { surprise } from "./expectation.ts";
import type { Found, Job, Way } from "./lab-runner.ts";

const WHY_NOT = whyNoNamespaces();
if (WHY_NOT !== null) console.warn(`skipped: the lab in network namespaces, since ${WHY_NOT}`);

/** Half of the round trip to the endpoint. */
const DELAY_MS = 20;

let lab: Namespaces | undefined;
let caFile: string;

/** Starts the endpoint and resolves once it listens. */
async function startEndpoint(on: Namespaces, identity: { readonly key: string; readonly cert: string }): Promise<void> {
  const program = await buildTypeScript("test/lab/programs/endpoint.ts");
  const child = on.start("server", [process.execPath, program]);
  child.stdin?.write(`${JSON.stringify({ ...identity, ports: ENDPOINT_PORTS, delayMs: DELAY_MS })}\n`);
  await new Promise<void>((ready, fail) => {
    child.stdout?.once("data", () => ready());
    child.once("exit", (code) => fail(new Error(`the endpoint ended with ${String(code)}`)));
  });
}

function wayTo({ port, address = ADDRESS.server, proxy }: RouterBox): Way {
  // A proxy resolves names itself, and there is no resolver here.
  if (proxy !== undefined) {
    return { url: `https://${ADDRESS.server}:${port}`, env: { HTTPS_PROXY: `http://${ADDRESS.router}:${proxy}` } };
  }
  return { url: `https://${HOST}:${port}`, env: {}, address };
}

describe.skipIf(WHY_NOT !== null)("in network namespaces", () => {
  beforeAll(async () => {
    const opened = openNamespaces();
    lab = opened;
    const root = await makeAuthority("Gangway Lab Root");
    const stranger = await makeAuthority("Nobody Knows Me");
    const good = await root.issue({ names: [HOST, ADDRESS.server] });
    caFile = join(opened.folder, "root.pem");
    writeFileSync(caFile, root.cert);
    await Promise.all([startEndpoint(opened, good), furnish(opened, { good, stranger })]);
  });

  afterAll(() => lab?.close());

  test("names every box on the router", async () => {
    const boxes = Object.entries(ROUTER_BOXES);
    const ways = boxes.map(([, box]) => wayTo(box));
    const job: Job = { caFile, goVersion: "1.27.0", atOnce: 8, ways };
    const runner = await spawnTypeScript("test/engine/diagnose/lab-runner.ts", [], {
      execPath: lab!.nodeOnClient,
      timeoutMs: 100_000,
    });
    runner.process.stdin.end(JSON.stringify(job));
    const { stdout, stderr, code } = await runner.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const found = JSON.parse(stdout) as readonly Found[];
    console.info(boxes.map(([name], at) => `${name.padEnd(32)}  ${found[at]?.summary.verdict ?? ""}`).join("\n"));
    const surprises = boxes.flatMap(([name, box], at) => {
      const wrong = surprise(box, found[at]!);
      return wrong === null ? [] : [{ name, wrong }];
    });
    expect(surprises).toEqual([]);
  }, 120_000);
});
