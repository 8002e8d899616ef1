// What another program writes at the worst moments of a switch. Races with the real `go env -w`, left to chance, are in
// test/go/env/race.test.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { createUnderTest, request } from "./go-env-under-test.ts";
import type { Order } from "./writer-program.ts";

const home = createUnderTest();
afterAll(() => {
  home.remove();
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
