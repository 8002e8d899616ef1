// Electron's own binary: the one already in node_modules, else the one that electron's installer downloads.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ROOT, run, say } from "../process.mjs";
import { cacheFolder, rememberedRefusal, rememberRefusal } from "./cache.mjs";

const PACKAGE = path.join(ROOT, "node_modules", "electron");

/** Where electron's releases are when no mirror is named. */
const RELEASES = "https://github.com/electron/electron/releases/download/";

/** How long a server may take to say that it has the file, in ms. A refusing network is often silent; 20 s is what a slow one needs. */
const ANSWER_MS = 20_000;

/** How long the download itself may take, in ms: 120 MB at half a megabyte a second. */
const DOWNLOAD_MS = 240_000;

/** The version of Electron that package.json pins; undefined before `npm ci`. */
export function pinnedVersion() {
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
export function mirror(env = process.env) {
  return env.npm_config_electron_mirror || env.NPM_CONFIG_ELECTRON_MIRROR || env.ELECTRON_MIRROR || RELEASES;
}

/**
 * Lets electron's installer fetch its binary. Answers {runtime} or {refused: why}. A refusal is remembered for a day
 * for each mirror, and costs at most 20 s when it is new.
 */
export async function downloadRuntime(env = process.env) {
  const version = pinnedVersion();
  if (!version) return { refused: "node_modules/electron is not there (npm ci)" };
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  if (!hasOwnCache(file, env)) {
    const address = `${mirror(env)}v${version}/${file}`;
    const earlier = rememberedRefusal(cacheFolder(env), address);
    if (earlier) return { refused: `${earlier}, earlier today` };
    const why = await whyRefused(address, env);
    if (why) {
      rememberRefusal(cacheFolder(env), address, why);
      return { refused: why };
    }
    say(`Downloading Electron ${version} from ${new URL(address).host}`);
  }
  const { code, stderr, timedOut } = await run(process.execPath, [path.join(PACKAGE, "install.js")], {
    env,
    output: "capture",
    timeoutMs: DOWNLOAD_MS,
  });
  const runtime = installedRuntime();
  if (code === 0 && runtime) return { runtime };
  return { refused: timedOut ? "its download was too slow" : `its installer failed: ${firstLine(stderr)}` };
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

// Asks for the head of the file. Where electron's installer is told to use a proxy, which fetch() does not know, the
// installer has to find out itself.
async function whyRefused(address, env) {
  if (env.ELECTRON_GET_USE_PROXY) return undefined;
  const host = new URL(address).host;
  try {
    const answer = await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.ok ? undefined : `${host} answered ${answer.status}`;
  } catch (error) {
    return `${host} cannot be reached (${error.cause?.code ?? error.name})`;
  }
}

function firstLine(text) {
  return text.split("\n").find((line) => line.trim() !== "") ?? "no message";
}
