import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sample } from "../../shared/domain/sample.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { openZoo, type Zoo } from "../support/zoo.ts";
import {
  createGangway,
  explainSkip,
  type Gangway,
  IS_ROOT,
  type Line,
  linesIn,
  profileOf,
  withoutProgress,
} from "./gangway.ts";

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
});

afterAll(() => zoo.close());

interface Probed {
  readonly samples: readonly Sample[];
  readonly health: readonly { readonly endpoint: string; readonly health: string; readonly because: string }[];
}

/** A world whose profiles and go env file name inmates of the zoo only. */
function worldOf(...inmates: readonly string[]): Gangway {
  const profiles = inmates.map((name) => profileOf(name.toLowerCase(), zoo.url(name)));
  return createGangway({ profiles, goEnvText: `GOPROXY=${zoo.url(inmates[0] ?? "good")}\nGOSUMDB=off\n` });
}

/** Resolves with everything said so far once a line of it fulfils the condition. */
function untilLine(child: ChildProcess, isIt: (line: Line) => boolean): Promise<readonly Line[]> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const lines = linesIn(text.slice(0, text.lastIndexOf("\n") + 1));
      if (lines.some(isIt)) resolve(lines);
    });
    child.once("exit", (code) => {
      reject(new Error(`ended with ${String(code)} after: ${text.slice(-500)}`));
    });
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else
      child.once("exit", (code) => {
        resolve(code);
      });
  });
}

test("probe measures a good endpoint: every stage has a time, and the exit is fine", async () => {
  const ran = await createGangway().run(["probe", zoo.url("good"), "--ca", zoo.caFile, "--json"]);
  expect([ran.code, withoutProgress(ran)]).toEqual([0, ""]);
  const { samples, health } = ran.json() as Probed;
  expect(samples).toHaveLength(1);
  expect(samples[0]).toMatchObject({
    endpoint: zoo.url("good"),
    via: "direct",
    tls: { version: "TLSv1.3", trust: "local" },
    failure: null,
  });
  expect(Object.values(samples[0]?.stages ?? {}).every((time) => typeof time === "number")).toBe(true);
  expect(health).toEqual([
    { endpoint: zoo.url("good"), health: "healthy", because: expect.stringContaining("1 ") as string },
  ]);
});

test("probe takes --count samples, a second apart", async () => {
  const ran = await createGangway().run(["probe", zoo.url("good"), "--ca", zoo.caFile, "--count", "3", "--json"]);
  const times = (ran.json() as Probed).samples.map((sample) => sample.at);
  expect(times).toHaveLength(3);
  expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_900);
});

test.each([
  { inmate: "refused", failure: { stage: "connect", kind: "refused" } },
  { inmate: "resetAfterHello", failure: { stage: "handshake", kind: "reset" } },
  { inmate: "unknownAuthority", failure: { stage: "handshake", kind: "certificate-untrusted" } },
  { inmate: "silentAfterAccept", failure: { stage: "handshake", kind: "silent" } },
])("probe of $inmate tells the failure and exits 1", async ({ inmate, failure }) => {
  const ran = await createGangway().run(["probe", zoo.url(inmate), "--timeout", "1500", "--json"]);
  expect(ran.code).toBe(1);
  const { samples, health } = ran.json() as Probed;
  expect(samples[0]?.failure).toMatchObject(failure);
  expect(health[0]?.health).toBe("down");
});

test("probe without a URL measures the endpoints of all profiles, each once", async () => {
  const gangway = worldOf("good", "refused");
  const ran = await gangway.run(["probe", "--ca", zoo.caFile, "--json"]);
  expect(ran.code).toBe(1);
  expect((ran.json() as Probed).health.map(({ endpoint, health }) => [endpoint, health])).toEqual([
    [zoo.url("good"), "healthy"],
    [zoo.url("refused"), "down"],
  ]);
});

test("credentials in a probed URL reach neither stdout nor stderr", async () => {
  const url = zoo.url("good").replace("https://", "https://me:hush@");
  const ran = await createGangway().run(["probe", url, "--ca", zoo.caFile]);
  expect(ran.code).toBe(0);
  expect(ran.stdout + ran.stderr).not.toContain("hush");
});

test("a file of certificates that is not there is refused", async () => {
  const ran = await createGangway().run(["probe", zoo.url("good"), "--ca", "/nowhere.pem"]);
  expect(ran).toMatchObject({ code: 3, stdout: "" });
  expect(ran.stderr).toContain("/nowhere.pem cannot be read");
});

test("progress is on stderr for what takes more than a second", async () => {
  const ran = await createGangway().run(["probe", zoo.url("silentAfterAccept"), "--timeout", "1800"]);
  expect(ran.stderr).toBe("Measuring… 0 of 1\n");
});

const NO_NETWORK = ["unshare", "-n"];

test.skipIf(explainSkip(!IS_ROOT, "taking the network away needs root"))(
  "without any network every look fails on our own side, and nothing is switched",
  async () => {
    const gangway = worldOf("good");
    const before = gangway.goEnvText();
    const probed = await gangway.run(["probe", "--json"], { under: NO_NETWORK });
    expect(probed.code).toBe(1);
    expect((probed.json() as Probed).samples[0]?.failure).not.toBeNull();
    const watched = await gangway.run(["watch", "--once", "--auto", "--json"], { under: NO_NETWORK });
    expect(watched.code).toBe(1);
    const last = watched.lines().at(-1) as unknown as Snapshot;
    expect(last).toMatchObject({ type: "snapshot", status: "offline" });
    expect(gangway.goEnvText()).toBe(before);
  },
);

test.skipIf(
  explainSkip(
    !IS_ROOT,
    "damaged settings bring back profiles that name public hosts; taking the network away needs root",
  ),
)("a watch that finds its files damaged says so on stderr and goes on", async () => {
  const gangway = worldOf("good");
  writeFileSync(path.join(gangway.home, "settings.json"), "{");
  writeFileSync(path.join(gangway.home, "history.db"), "no database".repeat(500));
  const ran = await gangway.run(["watch", "--once", "--json"], { under: NO_NETWORK });
  expect(ran.stderr).toMatch(/settings in \S+ were damaged .* kept as \S+settings\.json\.corrupt-/);
  expect(ran.stderr).toMatch(/history in \S+ was damaged .* kept as \S+history\.db\.corrupt-/);
  expect(ran.lines().at(-1)).toMatchObject({ type: "snapshot" });
});

test("watch --once measures everything once and exits by the state of the profile in force", async () => {
  const good = await worldOf("good").run(["watch", "--once", "--ca", zoo.caFile, "--json"]);
  expect(good.code).toBe(0);
  expect(good.lines().at(-1)).toMatchObject({ type: "snapshot", status: "healthy", active: "good" });
  const bad = await worldOf("refused").run(["watch", "--once", "--json"]);
  expect(bad.code).toBe(1);
});

test("watch --once for people shows the endpoint and the decision", async () => {
  const ran = await worldOf("good").run(["watch", "--once", "--ca", zoo.caFile]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(`● healthy  ${zoo.url("good")}`);
  expect(ran.stdout).toContain("advice only");
});

test("watch --auto leaves a profile that fails for one that serves, with a reason, and history has it", async () => {
  const gangway = worldOf("refused", "good");
  const child = gangway.start(["watch", "--auto", "--json", "--ca", zoo.caFile]);
  const isSwitched = (line: Line): boolean => line.type === "snapshot" && line["active"] === "good";
  const lines = await untilLine(child, isSwitched);
  const decision = lines.find((line) => line.type === "decision" && line["decision"] === "switch");
  expect(decision).toMatchObject({
    profile: "good",
    from: "refused",
    because: expect.stringContaining("good") as string,
  });
  expect(decision?.["evidence"]).toContainEqual(
    expect.objectContaining({ endpoint: zoo.url("refused"), health: "down" }),
  );
  child.kill("SIGINT");
  expect(await ended(child)).toBe(0);
  expect(gangway.goEnvText()).toBe(`GOPROXY=${zoo.url("good")}\nGOSUMDB=off\n`);
  const rows = (await gangway.run(["history", "--json"])).json() as readonly Line[];
  expect(rows.find((row) => row.type === "switch")).toMatchObject({
    ...{ cause: "auto", from: "refused", to: "good", outcome: "written" },
    because: decision?.["because"],
  });
});

test("watch without --auto never writes", async () => {
  const gangway = worldOf("refused", "good");
  const before = gangway.goEnvText();
  const child = gangway.start(["watch", "--json", "--ca", zoo.caFile]);
  await untilLine(child, (line) => line.type === "decision" && line["decision"] === "switch");
  child.kill("SIGTERM");
  expect(await ended(child)).toBe(0);
  expect(gangway.goEnvText()).toBe(before);
});

test("a use beside a running watch is seen by it, held as the user's choice, and nothing is lost", async () => {
  const gangway = worldOf("good", "good11");
  const child = gangway.start(["watch", "--auto", "--json", "--ca", zoo.caFile]);
  await untilLine(child, (line) => line.type === "snapshot" && line["status"] === "healthy");
  const used = await gangway.run(["use", "good11", "--json"]);
  expect(used.json()).toMatchObject({ outcome: "written" });
  const seen = await untilLine(child, (line) => line.type === "snapshot" && line["active"] === "good11");
  expect(seen.at(-1)).toMatchObject({ active: "good11", hold: "manual" });
  child.kill("SIGINT");
  expect(await ended(child)).toBe(0);
  expect((await gangway.run(["undo"])).code).toBe(0);
  expect(gangway.goEnvText()).toBe(`GOPROXY=${zoo.url("good")}\nGOSUMDB=off\n`);
});

test("history shows what watch measured: rows, CSV, a filter by endpoint and time, and words for people", async () => {
  const gangway = worldOf("good", "refused");
  await gangway.run(["watch", "--once", "--ca", zoo.caFile]);

  const rows = (await gangway.run(["history", "--json"])).json() as readonly Line[];
  const samples = rows.filter((row) => row.type === "sample");
  expect(new Set(samples.map((row) => row["endpoint"]))).toEqual(new Set([zoo.url("good"), zoo.url("refused")]));

  const one = await gangway.run(["history", "--json", "--endpoint", `${zoo.url("refused")}/`, "--since", "1h"]);
  const endpoints = (one.json() as readonly Line[]).filter((row) => row.type === "sample");
  expect(new Set(endpoints.map((row) => row["endpoint"]))).toEqual(new Set([zoo.url("refused")]));

  const later = await gangway.run(["history", "--json", "--since", "2999-01-01"]);
  expect((later.json() as readonly Line[]).filter((row) => row.type === "sample")).toEqual([]);

  const csv = await gangway.run(["history", "--csv"]);
  const [head, ...lines] = csv.stdout.split("\r\n");
  expect(head).toMatch(/^at,endpoint,via,resolveMs,.*,failureRaw$/);
  expect(lines.filter((line) => line !== "")).toHaveLength(samples.length);

  const counted = rows.filter((row) => row.type === "kind").map((row) => row["samples"] as number);
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(samples.length);

  const told = await gangway.run(["history"]);
  expect(told).toMatchObject({ code: 0, stderr: "" });
  expect(told.stdout).toContain("connection: refused");
  expect(told.stdout).toContain("By kind of network");
});

test("an empty history says so", async () => {
  const ran = await createGangway().run(["history"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toContain("No samples yet");
});
