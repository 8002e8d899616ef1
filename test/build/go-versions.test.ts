import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { obtainGoVersions, presentGoVersions } from "../../build/go-versions.mjs";
import { tempFolder } from "../support/temp-folder.ts";

/** A program that answers `version` as the go command does. */
function pretend(file: string, says: string): string {
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`, { mode: 0o755 });
  return file;
}

test("takes the named binaries alone, oldest first, each version once", async () => {
  const folder = tempFolder();
  const newer = pretend(join(folder, "a"), "go version go1.27.0 linux/amd64");
  const older = pretend(join(folder, "b"), "go version go1.9.7 linux/amd64");
  const again = pretend(join(folder, "c"), "go version go1.27.0 linux/amd64");
  const other = pretend(join(folder, "d"), "no version at all");
  const env = { PATH: process.env["PATH"], GANGWAY_TEST_GO: [newer, older, again, other].join(delimiter) };

  expect(await presentGoVersions(env)).toEqual([
    { version: "1.9.7", path: older },
    { version: "1.27.0", path: newer },
  ]);
});

test("finds what is in the cache, and fetches nothing when binaries are named", async () => {
  const folder = tempFolder();
  const bin = join(folder, "go", "go-1.22.12", "bin");
  mkdirSync(bin, { recursive: true });
  const cached = pretend(join(bin, "go"), "go version go1.22.12 linux/amd64");

  const found = await presentGoVersions({ PATH: process.env["PATH"], GANGWAY_CACHE: folder });

  expect(found).toContainEqual({ version: "1.22.12", path: cached });
  expect(await obtainGoVersions({ PATH: process.env["PATH"], GANGWAY_TEST_GO: cached })).toEqual([
    { version: "1.22.12", path: cached },
  ]);
});
