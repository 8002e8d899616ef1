// The real `go env -w` takes no lock. While it changes other variables, none of its changes may be lost by us.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { createUnderTest, request } from "./go-env-under-test.ts";
import type { Order } from "./writer-program.ts";

/** Rounds of one `go env -w` beside one switch; GANGWAY_RACE_ROUNDS asks for more. */
const ROUNDS = Number(process.env["GANGWAY_RACE_ROUNDS"] ?? 50);
/** `go env -w` takes about 5 ms from its start to its end; it begins at random within this time around our write. */
const SPREAD_MS = 8;

const home = createUnderTest();
afterAll(() => {
  home.remove();
});

function goWrites(value: string): Promise<number | null> {
  const child = spawn("go", ["env", "-w", `GOPRIVATE=${value}`], { cwd: "/", env: home.env, stdio: "ignore" });
  return new Promise((settle) => child.once("close", settle));
}

test(`loses nothing in ${ROUNDS} rounds beside go env -w`, { timeout: 120_000 }, async () => {
  writeFileSync(home.file, "# kept\nGOVCS=*:git\n");
  let lostTheirs = 0;
  let lostOurs = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const theirs = `corp${round}.example`;
    const ours = `https://127.0.0.1:${round}`;
    const wait = Math.random() * SPREAD_MS;
    const [, outcome] = await Promise.all([
      sleep(Math.random() * SPREAD_MS).then(() => goWrites(theirs)),
      sleep(wait).then(() => home.goEnv.apply(request({ GOPROXY: ours }, round))),
    ]);
    const values = readValues(readFileSync(home.file, "utf8"));
    if (values.get("GOPRIVATE") !== theirs || values.get("GOVCS") !== "*:git") lostTheirs += 1;
    if (outcome.outcome !== "refused" && values.get("GOPROXY") !== ours) lostOurs += 1;
  }
  console.log(`their changes lost: ${lostTheirs}; ours overwritten by theirs: ${lostOurs}; of ${ROUNDS}`);
  expect(lostTheirs).toBe(0);
});

/** Journals to the real history; `between` runs after each intent, when the file is about to be replaced. */
function journalWith(between: (times: number) => void): typeof home.history {
  const { history } = home;
  let times = 0;
  return {
    ...history,
    intend: (entry) => history.intend(entry),
    settle: (id, outcome, refusal) => {
      history.settle(id, outcome, refusal);
    },
    sidesOf: (id) => history.sidesOf(id),
    switches: (query) => history.switches(query),
    markUndone: (id, by) => {
      history.markUndone(id, by);
    },
    keepSides: (id, sides) => {
      history.keepSides(id, sides);
      times += 1;
      between(times);
    },
  };
}

test("builds on what was written between reading and replacing", async () => {
  writeFileSync(home.file, "GOVCS=*:git\n");
  const history = journalWith((times) => {
    if (times === 1) home.go(["env", "-w", "GOPRIVATE=theirs.example", "GOPROXY=off"]);
  });
  const outcome = await createGoEnv({ ...home.parts, history }).apply(request({ GOPROXY: "direct" }));
  expect(readFileSync(home.file, "utf8")).toBe("GOPRIVATE=theirs.example\nGOPROXY=direct\nGOVCS=*:git\n");
  expect(outcome).toMatchObject({ outcome: "written", changes: [{ name: "GOPROXY", before: "off", after: "direct" }] });
  await createGoEnv(home.parts).undo(5);
  expect(readFileSync(home.file, "utf8")).toBe("GOPRIVATE=theirs.example\nGOPROXY=off\nGOVCS=*:git\n");
});

test("gives up, having touched nothing, when the file never rests", async () => {
  const history = journalWith((times) => {
    writeFileSync(home.file, `GOVCS=*:${times}\n`);
  });
  const outcome = await createGoEnv({ ...home.parts, history }).apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({ outcome: "refused", reason: "changed-meanwhile" });
  expect(readFileSync(home.file, "utf8")).toMatch(/^GOVCS=\*:\d+\n$/);
  expect(home.history.switches({}).at(-1)).toMatchObject({ outcome: "refused", refusal: "changed-meanwhile" });
});

/** The file after one switch by a process that is disturbed as `disturbance` says. */
async function switchDisturbed(before: string, disturbance: Partial<Order>): Promise<string> {
  const other = createUnderTest();
  try {
    writeFileSync(other.file, before);
    const folder = join(other.folder, "gangway");
    const order: Order = { folder, env: other.env, changes: { GOPROXY: "direct" }, ...disturbance };
    const program = await spawnTypeScript(join(import.meta.dirname, "writer-program.ts"), [JSON.stringify(order)]);
    const { stdout, stderr } = await program.finished;
    expect([stderr, JSON.parse(stdout)]).toMatchObject(["", { outcome: { outcome: "written" } }]);
    return readFileSync(other.file, "utf8");
  } finally {
    other.remove();
  }
}

test("finds what was written into the old file while it was replaced", async () => {
  const left = await switchDisturbed("GOVCS=*:git\n", { lateText: "GOPRIVATE=late\nGOVCS=*:git\n" });
  expect(left).toBe("GOPRIVATE=late\nGOPROXY=direct\nGOVCS=*:git\n");
});

test("does not take a file for empty that go has truncated and is about to write", async () => {
  const left = await switchDisturbed("", { slowText: "GOVCS=*:git\n" });
  expect(left).toBe("GOPROXY=direct\nGOVCS=*:git\n");
});
