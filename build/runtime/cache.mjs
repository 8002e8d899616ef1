// The folder where prepared Electron runtimes live, outside node_modules, so that a new clone finds them again.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** How long a refused download is believed, in ms. A day: long enough not to cost each run, short enough for a network that gets fixed. */
const REFUSAL_MS = 24 * 60 * 60 * 1000;

/** An unfinished preparation older than this belongs to nobody, in ms: its download is ended after 400 s. */
const ABANDONED_MS = 15 * 60 * 1000;

/** Where runtimes are kept: GANGWAY_CACHE, or the user's cache folder as the system names it. */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.GANGWAY_CACHE) return path.resolve(env.GANGWAY_CACHE, "electron");
  return path.join(userCache(env, platform), "gangway", "electron");
}

function userCache(env, platform) {
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return platform === "darwin" ? path.join(os.homedir(), "Library", "Caches") : path.join(os.homedir(), ".cache");
}

/**
 * Makes `folder` by `prepare(scratch)`, which answers the finished folder inside `scratch`. Nothing half made is ever
 * seen under the final name: it appears by one rename. When two run at once the first to finish wins, and the other
 * takes what is there. A failed or interrupted preparation leaves nothing.
 */
export async function prepareOnce(folder, prepare) {
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const scratch = path.join(parent, `preparing-${randomBytes(6).toString("hex")}`);
  mkdirSync(scratch);
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    settle(await prepare(scratch), folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
  return folder;
}

function settle(made, folder) {
  try {
    renameSync(made, folder);
  } catch (error) {
    const othersWereFirst = ["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code) && existsSync(folder);
    if (!othersWereFirst) throw error;
  }
}

function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith("preparing-")) continue;
    const age = Date.now() - (statSync(path.join(parent, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MS) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/** Why a download from this address was refused less than a day ago; undefined when it was not. */
export function rememberedRefusal(folder, address, now = Date.now()) {
  const file = refusalFile(folder, address);
  if (!existsSync(file)) return undefined;
  try {
    const { at, why } = JSON.parse(readFileSync(file, "utf8"));
    return at <= now && now - at < REFUSAL_MS ? String(why) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // A torn note says nothing: the download is tried again.
    throw error;
  }
}

/** Keeps in mind that this address refused, so that the next run does not wait for it again. */
export function rememberRefusal(folder, address, why) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(refusalFile(folder, address), JSON.stringify({ at: Date.now(), why }));
}

// The address may hold credentials of a mirror: only its hash is kept.
function refusalFile(folder, address) {
  return path.join(folder, `refused-${createHash("sha256").update(address).digest("hex").slice(0, 16)}.json`);
}
