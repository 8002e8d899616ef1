import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fingerprint } from "../../build/bundle.mjs";
import { missingFromLdd, missingNeeds, offeredPackages } from "../../build/debian.mjs";
import { sameModules } from "../../build/modules.mjs";

test("takes a need for met when any of its package names is installed", () => {
  const needs = [["libnss3"], ["libasound2", "libasound2t64"], ["xvfb"]];
  expect(missingNeeds(needs, new Set(["libnss3", "libasound2t64"]))).toEqual([["xvfb"]]);
});

test("finds which package names this release offers", () => {
  const policy = `libasound2:
  Installed: (none)
  Candidate: (none)
  Version table:
libasound2t64:
  Installed: (none)
  Candidate: 1.2.11-1build2
  Version table:
     1.2.11-1build2 500
`;
  expect([...offeredPackages(policy)]).toEqual(["libasound2t64"]);
});

test("names the libraries that ldd did not find", () => {
  const text = "\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n\tlibgbm.so.1 => not found\n";
  expect(missingFromLdd(text)).toEqual(["libnss3.so", "libgbm.so.1"]);
});

const wanted = {
  "": {},
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a-win32": { version: "1.0.0", optional: true },
};

test.each([
  ["all but another platform's package", { "node_modules/a": { version: "1.0.0" } }, true],
  ["a package too few", {}, false],
  ["another version", { "node_modules/a": { version: "1.0.1" } }, false],
  [
    "a package that is not wanted any more",
    { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } },
    false,
  ],
])("sees whether node_modules matches when it holds %s", (_name, present, expected) => {
  expect(sameModules(wanted, present)).toBe(expected);
});

test("gives another fingerprint for a changed, renamed or removed file, and the same for the same files", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "gangway-fingerprint-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const states = [{ "a.ts": "1" }, { "a.ts": "2" }, { "b.ts": "2" }, {}].map((files) => {
    for (const name of ["a.ts", "b.ts"]) rmSync(path.join(folder, name), { force: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return fingerprint([folder]);
  });
  expect([new Set(states).size, fingerprint([folder]) === states[3]]).toEqual([4, true]);
});
