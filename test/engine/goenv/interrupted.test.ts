// Intents without an outcome, as a process that died in the middle of a switch leaves them.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reason } from "../../../shared/domain/reason.ts";
import type { SwitchCause } from "../../../shared/domain/switch.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
beforeEach(() => {
  home = createUnderTest();
});
afterEach(() => {
  home.remove();
});

const entry = {
  at: 1,
  cause: "auto",
  from: "old",
  to: "new",
  because: reason("decision-asked"),
} as const;
const base64 = (text: string | null): string | null => (text === null ? null : Buffer.from(text).toString("base64"));

function intend(before: string | null, after: string | null, cause: SwitchCause = "auto"): number {
  const id = home.history.intend({ ...entry, cause, file: home.file, changes: [] });
  home.history.keepSides(id, { before: base64(before), after: base64(after) });
  return id;
}

function settle(): readonly unknown[] {
  const notices = home.goEnv.resolveInterrupted(9);
  return [notices.map((n) => n.values["outcome"]), home.history.switches({}).map((s) => s.outcome)];
}

test("says nothing when nothing was interrupted", async () => {
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(settle()).toEqual([[], ["written"]]);
});

test("counts a switch as written when the file holds it", () => {
  writeFileSync(home.file, "GOPROXY=b\n");
  intend("GOPROXY=a\n", "GOPROXY=b\n");
  expect(home.goEnv.resolveInterrupted(9)).toEqual([
    { code: "switch-interrupted", at: 9, values: { profile: "new", outcome: "written", file: home.file } },
  ]);
});

test("counts a switch as interrupted when the file is as it was before", () => {
  writeFileSync(home.file, "GOPROXY=a\n");
  intend("GOPROXY=a\n", "GOPROXY=b\n");
  expect(settle()).toEqual([["interrupted"], ["interrupted"]]);
});

test("counts a switch as interrupted when there is still no file", () => {
  intend(null, "GOPROXY=b\n");
  expect(settle()).toEqual([["interrupted"], ["interrupted"]]);
});

test("looks at the switch's own variables when somebody changed the file since", () => {
  writeFileSync(home.file, "GOPROXY=b\nGOVCS=x\n");
  intend("GOPROXY=a\n", "GOPROXY=b\n");
  intend("GOPROXY=b\n", "GOPROXY=c\n");
  expect(settle()).toEqual([
    ["written", "interrupted"],
    ["written", "interrupted"],
  ]);
});

test("counts an intent as interrupted whose file was never touched because nothing was kept", () => {
  home.history.intend({ ...entry, file: home.file, changes: [] });
  expect(settle()).toEqual([["interrupted"], ["interrupted"]]);
});

test("can take back a switch that was found written", async () => {
  writeFileSync(home.file, "GOPROXY=b\n");
  intend("# before\nGOPROXY=a", "GOPROXY=b\n");
  home.goEnv.resolveInterrupted(9);
  await home.goEnv.undo(10);
  expect(readFileSync(home.file, "utf8")).toBe("# before\nGOPROXY=a");
});

test("marks the switch that an interrupted undo had taken back", async () => {
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  rmSync(home.file);
  const id = intend("GOPROXY=direct\n", null, "undo");
  home.goEnv.resolveInterrupted(9);
  expect(home.history.switches({})).toMatchObject([{ outcome: "written", undoneBy: id }, { outcome: "written" }]);
  expect(await home.goEnv.undo(10)).toMatchObject({ reason: "nothing-to-undo" });
});

test("does not mark a second switch when the undo had marked its own already", async () => {
  await home.goEnv.apply(request({ GOVCS: "*:git" }, 1));
  await home.goEnv.apply(request({ GOPROXY: "direct" }, 2));
  writeFileSync(home.file, "GOVCS=*:git\n");
  const id = intend("GOPROXY=direct\nGOVCS=*:git\n", "GOVCS=*:git\n", "undo");
  home.history.markUndone(2, id);
  home.goEnv.resolveInterrupted(9);
  expect(home.history.switches({}).map((s) => s.undoneBy)).toEqual([undefined, id, undefined]);
});
