// Makes the programs that the benchmark runs: one in Go for what must be exact, and ours from TypeScript, bundled as the
// product is. They lie in node_modules/.cache, and are made anew by each run.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathWithGo } from "../debian.mjs";
import { obtainGoVersions } from "../go-versions.mjs";
import { ROOT, run } from "../process.mjs";

const HERE = import.meta.dirname;
const OUT = path.join(ROOT, "node_modules", ".cache", "gangway-bench");

/** The relay needs nothing newer than `min`, of Go 1.21. */
const OLDEST_GO = 21;

/** A first build compiles the parts of the standard library that are used: half a minute on a busy machine, in ms. */
const GO_BUILD_MS = 180_000;

/** Builds the Go program and answers its path. Throws, with a message for people, when there is no Go to build it with. */
export async function buildGoProgram() {
  mkdirSync(OUT, { recursive: true });
  const program = path.join(OUT, "bench");
  const env = { ...process.env, GOENV: "off", GOFLAGS: "", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" };
  const { code, stderr } = await run(await goCommand(), ["build", "-o", program, "."], {
    cwd: path.join(HERE, "go"),
    env: { ...env, CGO_ENABLED: "0" },
    output: "capture",
    timeoutMs: GO_BUILD_MS,
  });
  if (code !== 0) throw new Error(`The relay could not be built:\n${stderr.trim()}`);
  return program;
}

// The machine's go command, else the newest that the tests brought or bring.
async function goCommand() {
  const folders = pathWithGo().split(path.delimiter);
  const own = folders.map((folder) => path.join(folder, "go")).find(existsSync);
  if (own) return own;
  const newest = (await obtainGoVersions()).at(-1);
  if (newest && Number(newest.version.split(".")[1]) >= OLDEST_GO) return newest.path;
  throw new Error(`There is no go command of 1.${OLDEST_GO} or later here, and none can be had`);
}

/** Programs that run inside Electron and import it; for all others it is empty, as in the product's own builds. */
const IN_ELECTRON = ["busy-app"];

/** Bundles a TypeScript program of the folder programs/ and answers the path of the module. */
export async function buildOurProgram(name) {
  const { build } = await import("vite");
  const outDir = path.join(OUT, name);
  const empty = path.join(OUT, "electron.js");
  mkdirSync(OUT, { recursive: true });
  writeFileSync(empty, "export default {};\n");
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: IN_ELECTRON.includes(name) ? {} : { electron: empty } },
    ssr: { noExternal: true, external: ["electron", "libsql"] },
    build: {
      ssr: path.join(HERE, "programs", `${name}.ts`),
      outDir,
      target: "node20",
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return path.join(outDir, `${name}.mjs`);
}
