import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
let calls = 0;
let stop = (): void => undefined;
beforeEach(() => {
  home = createUnderTest();
  calls = 0;
});
afterEach(() => {
  stop();
  home.remove();
});

/** Waits until `watch` has called back again; 5 s are more than twice its slowest way of looking. */
async function nextCall(): Promise<void> {
  const before = calls;
  for (let waited = 0; calls === before; waited += 10) {
    if (waited > 5_000) throw new Error("the watch did not call");
    await sleep(10);
  }
}

/** Lets one burst pass: quiet time of the watch, and as much again. */
const SETTLE_MS = 250;

function start(parts = home.parts): void {
  stop = createGoEnv(parts).watch(() => {
    calls += 1;
  });
}

test("calls once for a switch of our own and once for go env -w", async () => {
  start();
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  await nextCall();
  await sleep(SETTLE_MS);
  const afterOurs = calls;
  home.go(["env", "-w", "GOPROXY=off"]);
  await nextCall();
  await sleep(SETTLE_MS);
  expect([afterOurs, calls]).toEqual([1, 2]);
});

test("calls when the folder is made later, and for the file in it", { timeout: 15_000 }, async () => {
  rmSync(dirname(home.file), { recursive: true });
  start();
  mkdirSync(dirname(home.file));
  await nextCall();
  await sleep(SETTLE_MS);
  writeFileSync(home.file, "GOPROXY=off\n");
  await nextCall();
});

test("survives that the folder is removed and made again", { timeout: 15_000 }, async () => {
  writeFileSync(home.file, "GOPROXY=off\n");
  start();
  renameSync(dirname(home.file), `${dirname(home.file)}-away`);
  await nextCall();
  mkdirSync(dirname(home.file));
  await nextCall();
  await sleep(SETTLE_MS);
  writeFileSync(home.file, "GOPROXY=direct\n");
  await nextCall();
});

test("calls for a file behind a link", async () => {
  const target = join(home.folder, "dotfiles", "goenv");
  mkdirSync(dirname(target));
  writeFileSync(target, "GOPROXY=off\n");
  symlinkSync(target, home.file);
  start();
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  await nextCall();
});

test("does not call after it was stopped", async () => {
  start();
  stop();
  writeFileSync(home.file, "GOPROXY=off\n");
  await sleep(SETTLE_MS);
  expect(calls).toBe(0);
});

test("has nothing to watch with GOENV=off", () => {
  start({ ...home.parts, env: { ...home.env, GOENV: "off" } });
  expect(calls).toBe(0);
});
