// Electron's own binary: the one already in node_modules, else the one that electron's installer downloads.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ROOT, run, say } from "../process.mjs";
import { cacheFolder, rememberedRefusal, rememberRefusal } from "./cache.mjs";
import { whyRefused } from "./reach.mjs";

const PACKAGE = path.join(ROOT, "node_modules", "electron");

/** Where electron's releases are when no mirror is named. */
const RELEASES = "https://github.com/electron/electron/releases/download/";

/** How long the download itself may take, in ms: 120 MB at half a megabyte a second. */
const DOWNLOAD_MS = 240_000;

/** The version of Electron that package.json pins; undefined before `npm ci`. */
function pinnedVersion() {
  const manifest = path.join(PACKAGE, "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

/** The binary in node_modules/electron/dist as {path, version}; undefined when it is not there or is of another version. */
export function installedRuntime() {
  const pointer = path.join(PACKAGE, "path.txt");
  if (!existsSync(pointer)) return undefined;
  const binary = path.join(PACKAGE, "dist", readFileSync(pointer, "utf8"));
  const note = path.join(PACKAGE, "dist", "version");
  if (!existsSync(binary) || !existsSync(note)) return undefined;
  const version = readFileSync(note, "utf8").trim().replace(/^v/, "");
  return version === pinnedVersion() ? { path: binary, version } : undefined;
}

/** The folder of a mirror that electron's installer would download from, by the settings it honours. Ends in a slash. */
function mirror(env = process.env) {
  return env.npm_config_electron_mirror || env.NPM_CONFIG_ELECTRON_MIRROR || env.ELECTRON_MIRROR || RELEASES;
}

/**
 * Lets electron's installer fetch its binary. Answers {runtime} or {refused: why}. A refusal is remembered for a day
 * for each mirror, and costs at most 20 s when it is new.
 */
export async function downloadRuntime(env = process.env) {
  const version = pinnedVersion();
  if (!version) return { refused: "node_modules/electron is not there (npm ci)" };
  const address = downloadAddress(version, env);
  const why = await whyNot(version, { address, env });
  if (!why) return { runtime: installedRuntime() };
  return { refused: why };
}

function downloadAddress(version, env) {
  return `${mirror(env)}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

// Why the installer could not bring its binary; undefined when it did.
async function whyNot(version, { address, env }) {
  const cached = hasOwnCache(path.posix.basename(address), env);
  const earlier = cached ? undefined : rememberedRefusal(cacheFolder(env), address);
  if (earlier) return `${earlier}, earlier today`;
  // Where the installer is told to use a proxy, which fetch() does not know, it has to find out itself.
  const unreachable = cached || env.ELECTRON_GET_USE_PROXY ? undefined : await whyRefused(address);
  if (!unreachable)
    say(`Installing Electron ${version} ${cached ? "from its cache" : `from ${new URL(address).host}`}`);
  const why = unreachable ?? (await whyNotInstalled(env));
  if (why) rememberRefusal(cacheFolder(env), address, why);
  return why;
}

async function whyNotInstalled(env) {
  const installer = path.join(PACKAGE, "install.js");
  const outcome = await run(process.execPath, [installer], { env, output: "capture", timeoutMs: DOWNLOAD_MS });
  if (outcome.timedOut) return "its download was too slow";
  if (outcome.code !== 0) return `its installer failed: ${firstLine(outcome.stderr)}`;
  return installedRuntime() ? undefined : "its installer left no binary";
}

// @electron/get keeps downloads in <cache>/<hash of the address>/<file>.
function hasOwnCache(file, env) {
  const folder = env.electron_config_cache || path.join(systemCache(env), "electron");
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => existsSync(path.join(folder, name, file)));
}

function systemCache(env) {
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches");
  if (process.platform === "win32") return env.LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local");
  return env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
}

function firstLine(text) {
  return text.split("\n").find((line) => line.trim() !== "") ?? "no message";
}
