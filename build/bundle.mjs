// Builds out/ when something that goes into it has changed since, and leaves it alone otherwise.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT, run, say } from "./process.mjs";

/** What goes into a build. Folders count with all they hold. */
const INPUTS = ["electron", "renderer", "shared", "package.json", "package-lock.json"];

/** What a build must have left; the window and the preload come with them. */
const OUTPUTS = ["out/main/main.js", "out/main/cli.js"];

/** Where it is noted which inputs and outputs the last build had. In node_modules, so that no package carries it. */
const NOTE = path.join(ROOT, "node_modules", ".cache", "gangway-build.json");

/** A build takes about 2 s; this is when it hangs, in ms. */
const BUILD_MS = 120_000;

/** Builds unless out/ is what these sources give. Throws with the builder's words when it fails. */
export async function ensureBuilt() {
  const inputs = fingerprint([...INPUTS.map((name) => path.join(ROOT, name)), ...buildConfigs()]);
  if (isCurrent(inputs)) return;
  say("Building");
  const { code, stdout, stderr } = await run("npm", ["run", "--silent", "build"], {
    output: "capture",
    timeoutMs: BUILD_MS,
  });
  if (code !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`.trim());
  mkdirSync(path.dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, JSON.stringify({ inputs, outputs: outputTimes() }));
}

function buildConfigs() {
  const folder = path.join(ROOT, "build");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));
}

function isCurrent(inputs) {
  if (!existsSync(NOTE) || outputTimes().includes(undefined)) return false;
  return readFileSync(NOTE, "utf8") === JSON.stringify({ inputs, outputs: outputTimes() });
}

function outputTimes() {
  return OUTPUTS.map((name) => statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.mtimeMs);
}

/** One hash over the names and contents of files and folders. */
export function fingerprint(places) {
  const hash = createHash("sha256");
  for (const place of [...places].sort()) addTo(hash, place);
  return hash.digest("hex");
}

function addTo(hash, place) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) return;
  hash.update(`${path.relative(ROOT, place)}\0`);
  if (!found.isDirectory()) {
    hash.update(readFileSync(place));
    return;
  }
  for (const name of readdirSync(place).sort()) addTo(hash, path.join(place, name));
}
