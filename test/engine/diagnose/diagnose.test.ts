// How a matrix is filled: politely, over each family for itself, and given up when it is told so.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { diagnose } from "../../../electron/engine/diagnose/diagnose.ts";
import {
  type Surroundings,
  type SurroundingsOptions,
  surroundings,
} from "../../../electron/engine/diagnose/surroundings.ts";
import { newestTemplate } from "../../../electron/engine/hello/hello-template.ts";
import type { Prober } from "../../../electron/engine/ports.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import type { Cell, Diagnosis } from "../../../shared/domain/diagnosis.ts";
import { summarise } from "../../../shared/domain/diagnosis-summary.ts";
import { type Lab, openLab } from "../../lab/lab.ts";

const LIMITS = { resolve: 2_000, connect: 2_000, tunnel: 2_000, handshake: 2_000, http: 2_000 };
/** Both families lead to this machine, as those of a name with an address of each. */
const BOTH = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

let lab: Lab;
const servers: Server[] = [];

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function around(options: Partial<SurroundingsOptions> = {}): Surroundings {
  const hello = { template: newestTemplate(), origin: "shipped" } as const;
  const fixed = { version: "0.0.0", env: {}, clock: systemClock, goVersion: "1.27.0", hello, limits: LIMITS };
  return surroundings({ ...fixed, caFile: lab.caFile, gapMs: 0, ...options });
}

async function fill(url: string, options: Partial<SurroundingsOptions> = {}): Promise<Diagnosis> {
  const signal = new AbortController().signal;
  const found = await diagnose(around(options), { endpoint: { name: url, url, role: "proxy" }, signal });
  return found!;
}

function cell({ matrix }: Diagnosis, id: string): Cell {
  return matrix.find((each) => each.id === id)!;
}

function portOf(box: string): string {
  return new URL(lab.way(box).url).port;
}

/** A server that resets every connection at its first byte, and what it saw. */
async function counting(): Promise<{
  readonly url: string;
  seen(): { readonly all: number; readonly atOnce: number };
}> {
  let [all, open, atOnce] = [0, 0, 0];
  const server = createServer((socket: Socket) => {
    all += 1;
    open += 1;
    atOnce = Math.max(atOnce, open);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        open -= 1;
      });
    socket.once("data", () => socket.resetAndDestroy());
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, seen: () => ({ all, atOnce }) };
}

test("a family on which nobody listens is told from the one that works", async () => {
  const url = `https://modules.test:${portOf("nothing in between")}`;
  const found = await fill(url, { lookup: () => Promise.resolve(BOTH) });
  expect(cell(found, "ipv4").outcome).toBe("ok");
  expect(cell(found, "ipv6")).toMatchObject({ outcome: "failed", failure: { stage: "connect" } });
  expect(summarise(found)).toMatchObject({ verdict: "ipv6-broken", tls13: "ok" });
});

test("a loopback address of the other family without a listener is no fault of the endpoint", async () => {
  const found = await fill(lab.way("nothing in between").url, { lookup: () => Promise.resolve(BOTH) });
  expect(cell(found, "ipv6")).toEqual({ id: "ipv6", outcome: "skipped", skipped: "loopback" });
  expect(summarise(found).verdict).toBe("fine");
});

test("an endpoint that is named by its address gets no hello without a name", async () => {
  const found = await fill(`https://127.0.0.1:${portOf("nothing in between")}`);
  expect(cell(found, "control-name")).toMatchObject({ outcome: "skipped", skipped: "no-name" });
  expect(cell(found, "ipv6")).toMatchObject({ outcome: "skipped", skipped: "no-address" });
  expect(summarise(found).verdict).toBe("fine");
});

test("even where everything fails there are few connections, one at a time", async () => {
  const server = await counting();
  await fill(server.url);
  const { all, atOnce } = server.seen();
  expect(all).toBeGreaterThan(10);
  expect(all).toBeLessThanOrEqual(15);
  // A connection that was reset may be noticed here a little after the next one has begun.
  expect(atOnce).toBeLessThanOrEqual(2);
});

/** The real looks, the first `spoiled` of which over IPv4 say that this machine could not tell; and how many there were. */
function spoiling(spoiled: number): { readonly around: Surroundings; seen(): number } {
  const real = around();
  let seen = 0;
  const probe: Prober["probe"] = async (endpoint, signal) => {
    seen += 1;
    const sample = await real.probers[4].probe(endpoint, signal);
    if (sample === null || seen > spoiled) return sample;
    return { ...sample, failure: { stage: "tunnel", kind: "local", raw: "own loop stalled 1500 ms" } };
  };
  return { around: { ...real, probers: { ...real.probers, 4: { probe } } }, seen: () => seen };
}

test.each([
  { spoiled: 0, looks: 1, verdict: "fine" },
  { spoiled: 1, looks: 2, verdict: "fine" },
  { spoiled: 2, looks: 2, verdict: "local" },
])("a look that our own side spoiled is taken once more, and no oftener: $spoiled spoiled", async (row) => {
  const spoiler = spoiling(row.spoiled);
  const url = lab.way("nothing in between").url;
  const endpoint = { name: url, url, role: "proxy" } as const;
  const found = await diagnose(spoiler.around, { endpoint, signal: new AbortController().signal });
  expect([spoiler.seen(), summarise(found!).verdict]).toEqual([row.looks, row.verdict]);
});

test("every connection of a diagnosis keeps its distance from the one before", async () => {
  const server = await counting();
  const begun = performance.now();
  await fill(server.url, { gapMs: 60 });
  // Eleven gaps lie between what is tried behind the looks; anything else only adds to the time.
  expect(performance.now() - begun).toBeGreaterThan(11 * 60);
});

test("an abort ends it with nothing", async () => {
  const url = lab.way("takes connections and says nothing").url;
  const controller = new AbortController();
  const endpoint = { name: url, url, role: "proxy" } as const;
  const filling = diagnose(around(), { endpoint, signal: controller.signal });
  controller.abort();
  expect(await filling).toBeNull();
});

test("an address of this machine is not among those that are told", async () => {
  const found = await fill(lab.way("nothing in between").url);
  expect(found.addresses).toEqual([]);
});
