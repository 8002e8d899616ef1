import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHelloFile } from "../../../electron/engine/store/hello-file.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const KEY = { version: "1.27.0", debug: "" };

test("finds what was kept, by release and GODEBUG, from another process as well", () => {
  const home = join(tempFolder(), "home");
  const file = createHelloFile(home, systemClock);
  file.keep(KEY, "AAAA");
  file.keep({ ...KEY, debug: "tlsmlkem=0" }, "BBBB");
  file.keep(KEY, "CCCC");
  const other = createHelloFile(home, systemClock);

  expect([KEY, { ...KEY, debug: "tlsmlkem=0" }, { ...KEY, version: "1.26.0" }].map((key) => other.find(key))).toEqual([
    "CCCC",
    "BBBB",
    null,
  ]);
  expect(statSync(join(home, "hellos.json")).mode & 0o777).toBe(0o600);
});

test("keeps eight, the newest", () => {
  const home = tempFolder();
  const file = createHelloFile(home, systemClock);
  const keys = Array.from({ length: 12 }, (_, minor) => ({ version: `1.${minor}.0`, debug: "" }));
  for (const key of keys) file.keep(key, "AAAA");

  expect(keys.filter((key) => file.find(key) !== null).map(({ version }) => version)).toEqual(
    keys.slice(4).map(({ version }) => version),
  );
});

test.each([
  ["no JSON", "{"],
  ["another document", '{"hellos":[{"version":1}]}'],
  ["no base64", '{"hellos":[{"version":"1.27.0","debug":"","record":"?"}]}'],
  ["a giant", `{"hellos":[],"x":"${"x".repeat(300_000)}"}`],
])("a file that holds %s is set aside and begun anew", (_name, text) => {
  const home = tempFolder();
  writeFileSync(join(home, "hellos.json"), text);
  const file = createHelloFile(home, systemClock);

  expect(file.find(KEY)).toBeNull();
  file.keep(KEY, "AAAA");
  expect(file.find(KEY)).toBe("AAAA");
  const aside = readdirSync(home).find((name) => name.startsWith("hellos.json.corrupt-"));
  expect(readFileSync(join(home, aside ?? ""), "utf8")).toBe(text);
});

test("where nothing can be kept nothing is found, and nothing throws", () => {
  const home = join(tempFolder(), "file");
  writeFileSync(home, "");
  const file = createHelloFile(home, systemClock);

  file.keep(KEY, "AAAA");
  expect(file.find(KEY)).toBeNull();
});
