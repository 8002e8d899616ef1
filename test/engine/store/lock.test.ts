import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLock } from "../../../electron/engine/store/lock.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const HOLDER = join(import.meta.dirname, "programs/hold-lock.ts");

test("answers what the action answered, and is free again after it", () => {
  const lock = createLock(tempFolder());

  expect([lock.withLock(() => 1), lock.withLock(() => 2), lock.isHeld()]).toEqual([1, 2, false]);
});

test("is free again after an action that threw", () => {
  const lock = createLock(tempFolder());

  expect(() =>
    lock.withLock(() => {
      throw new Error("mine");
    }),
  ).toThrow("mine");
  expect(lock.withLock(() => "next")).toBe("next");
});

test("refuses at once to be taken inside itself, through another value as well", () => {
  const folder = tempFolder();

  expect(() => createLock(folder).withLock(() => createLock(folder).withLock(() => 1))).toThrow("inside itself");
});

test("refuses an action that goes on after it returned", () => {
  expect(() => createLock(tempFolder()).withLock(() => Promise.resolve())).toThrow("promise");
});

test("goes to the next one at once when its owner is killed", async () => {
  const folder = tempFolder();
  const owner = await spawnTypeScript(HOLDER, [folder]);
  await owner.says("held");

  owner.process.kill("SIGKILL");
  await owner.finished;
  const began = performance.now();
  const answer = createLock(folder).withLock(() => "mine");

  expect(answer).toBe("mine");
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("gives up with a clear error when its owner does not let go", async () => {
  const folder = tempFolder();
  const owner = await spawnTypeScript(HOLDER, [folder]);
  await owner.says("held");

  expect(() => createLock(folder).withLock(() => 1)).toThrow(expect.objectContaining({ problem: "busy" }));

  owner.process.kill("SIGKILL");
  await owner.finished;
});

test.each(["short", "garbage ".repeat(1_000)])(
  "is renewed when its file is damaged, and the damaged one is kept",
  (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, "lock.db"), text);

    expect(createLock(folder).withLock(() => "mine")).toBe("mine");
    const aside = readdirSync(folder).find((name) => /^lock\.db\.corrupt-\d{8}T\d{6}Z$/.test(name));
    expect(statSync(join(folder, aside ?? "")).size).toBe(text.length);
  },
);

test("says so when a folder is in its place", () => {
  const folder = tempFolder();
  mkdirSync(join(folder, "lock.db"));

  expect(() => createLock(folder).withLock(() => 1)).toThrow("a folder is in its place");
});
