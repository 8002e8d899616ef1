// Taking back by the command line: step by step, after hand edits, after a run that died, and what `watch` tells of it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openHistory } from "../../electron/engine/store/history.ts";
import { reason } from "../../shared/domain/reason.ts";
import { createGangway, type Gangway, type Line, linesIn, profileOf } from "./gangway.ts";

const STEPS = ["one", "two", "three"] as const;

function worldWithSteps(goEnvText?: string): Gangway {
  const profiles = STEPS.map((name, index) => profileOf(name, `https://127.0.0.1:${index + 1}/${name}`));
  return createGangway({ profiles, ...(goEnvText === undefined ? {} : { goEnvText }) });
}

test("three undos take three switches back, byte for byte, and a fourth is refused", async () => {
  const gangway = worldWithSteps("# mine\r\nGOVCS=*:git");
  const states = [gangway.goEnvText()];
  for (const name of STEPS) {
    await gangway.run(["use", name]);
    states.push(gangway.goEnvText());
  }
  const seen: (string | null)[] = [];
  while (seen.length < STEPS.length) {
    expect((await gangway.run(["undo"])).code).toBe(0);
    seen.push(gangway.goEnvText());
  }
  expect(seen).toEqual([states[2], states[1], states[0]]);
  const fourth = await gangway.run(["undo", "--json"]);
  expect([fourth.code, fourth.json()]).toMatchObject([3, { outcome: "refused", reason: "nothing-to-undo" }]);
});

test("an undo leaves what somebody changed by hand since, and names it", async () => {
  const gangway = worldWithSteps();
  await gangway.run(["use", "one"]);
  writeFileSync(gangway.goEnv, "GOPROXY=off\n");
  const ran = await gangway.run(["undo", "--json"]);
  expect(ran.json()).toMatchObject({ outcome: "unchanged", warnings: [{ code: "changed-since", name: "GOPROXY" }] });
  expect(ran.stderr).toContain("GOPROXY was changed by somebody else");
  expect(gangway.goEnvText()).toBe("GOPROXY=off\n");
});

/** Leaves in the journal what a run that died between intent and outcome leaves there. */
function dieInSwitch(gangway: Gangway, after: string): void {
  const history = openHistory(gangway.home, { at: Date.now() });
  const because = reason("decision-asked", { profile: "two" });
  const at = Date.now() - 60_000;
  const entry = { at, cause: "manual", from: "one", to: "two", because, file: gangway.goEnv, changes: [] } as const;
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  history.keepSides(history.intend(entry), { before: base64(gangway.goEnvText() ?? ""), after: base64(after) });
  history.close();
}

test.each([
  ["interrupted", false],
  ["written", true],
])("a switch that died is settled as %s by the next run, and told", async (outcome, landed) => {
  const gangway = worldWithSteps("GOPROXY=direct\n");
  dieInSwitch(gangway, "GOPROXY=https://127.0.0.1:2/two\n");
  if (landed) writeFileSync(gangway.goEnv, "GOPROXY=https://127.0.0.1:2/two\n");
  const ran = await gangway.run(["use", "three"]);
  expect(ran.stderr).toContain("an earlier switch to two was interrupted");
  const rows = (await gangway.run(["history", "--json"])).json() as readonly Line[];
  const switches = rows.filter(({ type }) => type === "switch");
  expect(switches).toMatchObject([
    { to: "two", outcome },
    { to: "three", outcome: "written" },
  ]);
  await gangway.run(["undo"]);
  expect(gangway.goEnvText()).toBe(landed ? "GOPROXY=https://127.0.0.1:2/two\n" : "GOPROXY=direct\n");
});

interface Seen {
  readonly type: string;
  readonly hold: string | null;
  readonly notices: readonly { readonly code: string }[];
  readonly decision: { readonly because: { readonly code: string } };
}

/** Runs `watch` and hands over its output so far until `isEnough`, for at most 20 s. */
async function watchUntil(gangway: Gangway, act: (() => void) | null, isEnough: (seen: readonly Seen[]) => boolean) {
  const child = gangway.start(["watch", "--auto", "--json"]);
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const snapshots = (): readonly Seen[] =>
    linesIn(text.slice(0, text.lastIndexOf("\n") + 1))
      .filter(({ type }) => type === "snapshot")
      .map((line) => line as unknown as Seen);
  let acted = act === null;
  for (let look = 0; look < 200 && !isEnough(snapshots()); look += 1) {
    await sleep(100);
    if (acted || snapshots().length === 0) continue;
    acted = true;
    act?.();
  }
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("close", resolve));
  return snapshots();
}

test("watch tells of a hand edit, and holds what it finds until it is released", async () => {
  const gangway = worldWithSteps("GOPROXY=https://127.0.0.1:1/one\n");
  const edit = (): void => {
    writeFileSync(gangway.goEnv, "GOPROXY=https://127.0.0.1:9/by-hand\n");
  };
  const isHeld = (seen: readonly Seen[]): boolean => seen.at(-1)?.hold === "outside";
  const last = (await watchUntil(gangway, edit, isHeld)).at(-1);
  expect(last?.hold).toBe("outside");
  expect(last?.notices.map(({ code }) => code)).toContain("changed-outside");
  expect(gangway.goEnvText()).toBe("GOPROXY=https://127.0.0.1:9/by-hand\n");
});

test("watch settles a switch that died, and tells so from its first word on", async () => {
  const gangway = worldWithSteps("GOPROXY=direct\n");
  dieInSwitch(gangway, "GOPROXY=https://127.0.0.1:2/two\n");
  const isTold = (seen: readonly Seen[]): boolean => seen.length > 0;
  const first = (await watchUntil(gangway, null, isTold)).at(0);
  expect(first?.notices.map(({ code }) => code)).toContain("switch-interrupted");
});

test("env tells what the login shell exports and this process has not, and where; lines without effect too", async () => {
  const gangway = worldWithSteps("GODEBUG=tlsmlkem=0\nHTTPS_PROXY=http://127.0.0.1:1\nGOPROXY=off\n");
  const file = path.join(gangway.folder, ".profile");
  writeFileSync(file, "# mine\nexport GOPROXY=https://me:hush@127.0.0.1:3\n");
  const ran = await gangway.run(["env", "--json"], { env: { SHELL: "/bin/sh" } });
  expect(ran.code).toBe(0);
  expect(ran.json()).toMatchObject({
    unheeded: ["GODEBUG", "HTTPS_PROXY"],
    shell: [{ name: "GOPROXY", value: "https://***@127.0.0.1:3", where: `${file}:2` }],
    variables: { GOPROXY: { value: "off", origin: "file" } },
  });
  expect(ran.stderr).toContain("GOPROXY=https://***@127.0.0.1:3 is exported by your login shell");
  expect(ran.stderr).toContain(`Set in ${file}:2.`);
  expect(ran.stderr).toContain("the go env file sets GODEBUG, but go takes no heed of it there");
  expect(ran.stdout + ran.stderr).not.toContain("hush");
});

test("a dry run answers what the switch then answers", async () => {
  const gangway = worldWithSteps("GOPROXY=a\nGOSUMDB=off\nGOPROXY=b");
  const env = { GOPROXY: "https://127.0.0.1:4" };
  const dry = (await gangway.run(["use", "two", "--dry-run", "--json"], { env })).json() as Readonly<
    Record<string, unknown>
  >;
  expect([gangway.goEnvText(), existsSync(path.join(gangway.folder, "nothing"))]).toEqual([
    "GOPROXY=a\nGOSUMDB=off\nGOPROXY=b",
    false,
  ]);
  const used = (await gangway.run(["use", "two", "--json"], { env })).json() as Readonly<Record<string, unknown>>;
  expect(dry).toEqual({ ...used, dryRun: true });
  expect(readFileSync(gangway.goEnv, "utf8")).toBe("GOPROXY=https://127.0.0.1:2/two\nGOSUMDB=off\n");
});
