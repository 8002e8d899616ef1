// `npm run lab -- NAME [more]`: runs a program of the lab of networks, bundled as the product is.
import path from "node:path";
import { build } from "vite";
import { pathWithGo } from "./debian.mjs";
import { ROOT, run, say } from "./process.mjs";

const ENTRIES = { matrix: "test/lab/matrix-entry.ts", table: "test/lab/programs/environments-entry.ts" };

/** Ten minutes are enough for every program of the lab, in ms. */
const TOTAL_MS = 600_000;

const [name = "", ...rest] = process.argv.slice(2);
const entry = ENTRIES[name];
if (entry === undefined) {
  say(`Name what to run: npm run lab -- ${Object.keys(ENTRIES).join("|")}`);
  process.exit(2);
}
const outDir = path.join(ROOT, "node_modules", ".cache", "gangway-lab", name);
await build({
  configFile: false,
  logLevel: "error",
  ssr: { noExternal: true, external: ["vite", "libsql", "electron"] },
  build: {
    ssr: path.join(ROOT, entry),
    outDir,
    target: "node20",
    minify: false,
    rolldownOptions: { output: { entryFileNames: "program.mjs" } },
  },
});
const { code } = await run(process.execPath, [path.join(outDir, "program.mjs"), ...rest], {
  cwd: ROOT,
  env: { ...process.env, PATH: pathWithGo() },
  timeoutMs: TOTAL_MS,
});
process.exitCode = code ?? 1;
