// Builds the wire between router and servers, from wire/main.go.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A first build compiles the parts of the standard library that are used, in ms. */
const BUILD_MS = 120_000;

/** Builds the program of the folder `source` into `folder`, and answers its path. */
export function buildWire(source: string, folder: string): string {
  const program = join(folder, "wire");
  const own = { GOENV: "off", GOFLAGS: "", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0" };
  const run = spawnSync("go", ["build", "-o", program, "."], {
    cwd: source,
    env: { ...process.env, ...own },
    encoding: "utf8",
    timeout: BUILD_MS,
  });
  if (run.status !== 0) throw new Error(`the wire could not be built: ${run.error?.message ?? run.stderr}`);
  return program;
}
