import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
beforeEach(() => {
  home = createUnderTest();
});
afterEach(() => {
  home.remove();
});
const text = (): string => readFileSync(home.file, "utf8");

test("restores the file byte for byte, whatever the switch had tidied", async () => {
  const messy = "\u{FEFF}B=1\r\nGOSUMDB=x\nGOPROXY=a\n#\nGOPROXY=b";
  writeFileSync(home.file, messy);
  await home.goEnv.apply(request({ GOPROXY: "direct", GOSUMDB: null }));
  const outcome = await home.goEnv.undo(2_000);
  expect([text(), outcome]).toEqual([
    messy,
    {
      outcome: "written",
      file: home.file,
      changes: [
        { name: "GOPROXY", before: "direct", after: "b" },
        { name: "GOSUMDB", before: null, after: "x" },
      ],
      warnings: [],
    },
  ]);
});

test("removes a file that the switch had made", async () => {
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(existsSync(home.file)).toBe(true);
  await home.goEnv.undo(2_000);
  expect(existsSync(home.file)).toBe(false);
});

test("goes back step by step, to before the first switch", async () => {
  const states = ["GOPROXY=start"];
  writeFileSync(home.file, "GOPROXY=start");
  for (const step of [1, 2, 3]) {
    await home.goEnv.apply(
      request({ GOPROXY: `https://127.0.0.1:${step}`, GOVCS: step === 2 ? null : `*:${step}` }, step),
    );
    states.push(text());
  }
  const seen: string[] = [];
  for (const at of [10, 11]) {
    await home.goEnv.undo(at);
    seen.push(text());
  }
  await home.goEnv.apply(request({ GOPROXY: "off" }, 12));
  for (const at of [13, 14]) {
    await home.goEnv.undo(at);
    seen.push(text());
  }
  const last = await home.goEnv.undo(15);
  expect(seen).toEqual([states[2], states[1], states[1], states[0]]);
  expect(last).toMatchObject({ outcome: "refused", reason: "nothing-to-undo" });
});

test("restores only what still stands when somebody changed the file since, and names the rest", async () => {
  writeFileSync(home.file, "GOSUMDB=off\n");
  await home.goEnv.apply(request({ GOPROXY: "direct", GOSUMDB: "sum.golang.org" }));
  home.go(["env", "-w", "GOPROXY=off", "GOPRIVATE=corp.example"]);
  const outcome = await home.goEnv.undo(2_000);
  expect(text()).toBe("GOPRIVATE=corp.example\nGOPROXY=off\nGOSUMDB=off\n");
  expect(outcome).toMatchObject({
    outcome: "written",
    changes: [{ name: "GOSUMDB", before: "sum.golang.org", after: "off" }],
    warnings: [{ code: "changed-since", name: "GOPROXY" }],
  });
});

test("counts as done when nothing is left to restore, so that the next undo goes a step further", async () => {
  await home.goEnv.apply(request({ GOVCS: "*:git" }, 1));
  await home.goEnv.apply(request({ GOPROXY: "direct" }, 2));
  home.go(["env", "-w", "GOPROXY=off"]);
  const first = await home.goEnv.undo(3);
  const second = await home.goEnv.undo(4);
  expect([first.outcome, first.warnings]).toEqual(["unchanged", [{ code: "changed-since", name: "GOPROXY" }]]);
  expect([second.outcome, text()]).toEqual(["written", "GOPROXY=off\n"]);
});

test("journals itself and names itself in the switch that it took back", async () => {
  await home.goEnv.apply(request({ GOPROXY: "direct" }, 1));
  await home.goEnv.undo(2);
  expect(home.history.switches({})).toMatchObject([
    { id: 1, cause: "manual", outcome: "written", undoneBy: 2 },
    { id: 2, cause: "undo", outcome: "written", from: "new", to: "old", because: { code: "decision-undone" } },
  ]);
});

test("leaves switches of another file alone", async () => {
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  const { createGoEnv } = await import("../../../electron/engine/goenv/goenv.ts");
  const other = createGoEnv({ ...home.parts, env: { ...home.env, GOENV: `${home.file}2` } });
  expect(await other.undo(2)).toMatchObject({ outcome: "refused", reason: "nothing-to-undo" });
});
