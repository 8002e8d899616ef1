// Brings node_modules in line with package-lock.json, and leaves it alone when it is.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT, run, say } from "./process.mjs";

/** How long `npm ci` may take, in ms: 20 s with a warm cache, some minutes on a slow network. */
const INSTALL_MS = 420_000;

/** Installs what package-lock.json names when node_modules lacks it. No install scripts are run: nothing needs one. */
export async function ensureModules(root = ROOT) {
  if (modulesMatch(root)) return;
  say("Installing the packages that package-lock.json names");
  const { code, stderr, stdout } = await run(
    "npm",
    ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    { cwd: root, output: "capture", timeoutMs: INSTALL_MS },
  );
  if (code !== 0) throw new Error(`npm ci failed:\n${stdout}${stderr}`.trim());
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes a lock file of its own into node_modules when
 * an installation is complete; optional packages for other platforms are not in it.
 */
export function modulesMatch(root = ROOT) {
  const hidden = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  return sameModules(packagesOf(path.join(root, "package-lock.json")), packagesOf(hidden));
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** Whether the packages in place are the wanted ones: the same versions, none missing but optional ones, none beside them. */
export function sameModules(wanted, present) {
  const complete = Object.entries(wanted).every(
    ([where, entry]) => where === "" || where in present || entry.optional === true || entry.devOptional === true,
  );
  const exact = Object.entries(present).every(([where, { version }]) => wanted[where]?.version === version);
  return complete && exact;
}
