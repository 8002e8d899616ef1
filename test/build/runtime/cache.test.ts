import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cacheFolder, prepareOnce, rememberedRefusal, rememberRefusal } from "../../../build/runtime/cache.mjs";

let home = "";

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "gangway-cache-"));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function make(scratch: string): Promise<string> {
  const made = path.join(scratch, "made");
  mkdirSync(made);
  writeFileSync(path.join(made, "electron"), scratch);
  return await Promise.resolve(made);
}

test("puts runtimes where GANGWAY_CACHE says, else into the user's cache folder", () => {
  const folders = [{ GANGWAY_CACHE: "/c" }, { XDG_CACHE_HOME: "/x" }, { XDG_CACHE_HOME: "relative" }].map((env) =>
    cacheFolder(env, "linux"),
  );
  expect(folders).toEqual(["/c/electron", "/x/gangway/electron", path.join(os.homedir(), ".cache/gangway/electron")]);
});

test("shows a prepared folder only when it is whole, and leaves nothing beside it", async () => {
  await prepareOnce(path.join(home, "done"), async (scratch: string) => {
    expect(existsSync(path.join(home, "done"))).toBe(false);
    return await make(scratch);
  });
  expect(readdirSync(home)).toEqual(["done"]);
});

test("leaves nothing behind when the preparation fails", async () => {
  const failed = prepareOnce(path.join(home, "done"), async (scratch: string) => {
    await make(scratch);
    throw new Error("no space");
  });
  await expect(failed).rejects.toThrow("no space");
  expect(readdirSync(home)).toEqual([]);
});

test("ends with one whole folder when two prepare at once", async () => {
  const both = await Promise.all([
    prepareOnce(path.join(home, "done"), make),
    prepareOnce(path.join(home, "done"), make),
  ]);
  expect(both).toEqual([path.join(home, "done"), path.join(home, "done")]);
  expect([readdirSync(home), readdirSync(path.join(home, "done"))]).toEqual([["done"], ["electron"]]);
});

test("removes what a killed preparation left long ago, and not one that is under way", async () => {
  for (const name of ["preparing-old", "preparing-now"]) mkdirSync(path.join(home, name));
  const hourAgo = Date.now() / 1000 - 3_600;
  utimesSync(path.join(home, "preparing-old"), hourAgo, hourAgo);
  await prepareOnce(path.join(home, "done"), make);
  expect(readdirSync(home).sort()).toEqual(["done", "preparing-now"]);
});

test("believes a refusal for a day, for its own mirror only", () => {
  rememberRefusal(home, "https://a.example/e.zip", "a.example answered 403");
  const day = 24 * 60 * 60 * 1000;
  const answers = [
    rememberedRefusal(home, "https://a.example/e.zip"),
    rememberedRefusal(home, "https://b.example/e.zip"),
    rememberedRefusal(home, "https://a.example/e.zip", Date.now() + day + 1_000),
  ];
  expect(answers).toEqual(["a.example answered 403", undefined, undefined]);
});

test("tries again when the note of a refusal is torn", () => {
  rememberRefusal(home, "https://a.example/e.zip", "x");
  const [note = ""] = readdirSync(home);
  writeFileSync(path.join(home, note), '{"at":');
  expect(rememberedRefusal(home, "https://a.example/e.zip")).toBeUndefined();
});

test("keeps no credentials of a mirror in the cache folder", () => {
  rememberRefusal(home, "https://user:hunter2@a.example/e.zip", "a.example answered 403");
  expect(readdirSync(home).join()).not.toContain("hunter2");
});
