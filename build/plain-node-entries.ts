// What the bundle must promise of the entries that plain Node runs: the engine's process and the command line.
import { chmodSync } from "node:fs";
import path from "node:path";
import type { Plugin, Rolldown } from "vite";

/** The entries that may not reach Electron. */
const PLAIN_ENTRIES = ["engine", "cli"];

/** Every user may run it; only the owner may change it. */
const EXECUTABLE = 0o755;

/** Fails the build when the engine or the CLI reaches `electron`, and makes the CLI a program that a shell can start. */
export function plainNodeEntries(): Plugin {
  return {
    name: "gangway:plain-node-entries",
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk" || !output.isEntry || !PLAIN_ENTRIES.includes(output.name)) continue;
        const route = routeToElectron(bundle, output.fileName, []);
        if (route !== undefined)
          this.error(`${route.join(" imports ")}: the engine and the CLI must run on plain Node`);
        if (output.name === "cli" && !output.code.startsWith("#!")) {
          output.code = `#!/usr/bin/env node\n${output.code}`;
        }
      }
    },
    writeBundle(options, bundle) {
      if ("cli.js" in bundle) chmodSync(path.join(options.dir ?? "", "cli.js"), EXECUTABLE);
    },
  };
}

function routeToElectron(
  bundle: Rolldown.OutputBundle,
  fileName: string,
  before: readonly string[],
): readonly string[] | undefined {
  const route = [...before, fileName];
  if (fileName === "electron" || fileName.startsWith("electron/")) return route;
  const chunk = bundle[fileName];
  if (chunk?.type !== "chunk") return undefined;
  const next = [...chunk.imports, ...chunk.dynamicImports].filter((name) => !before.includes(name));
  for (const name of next) {
    const found = routeToElectron(bundle, name, route);
    if (found !== undefined) return found;
  }
  return undefined;
}
