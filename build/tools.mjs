// Where the tools lie, and what each is always given. Started by Node itself, which needs no shell on any system.
import path from "node:path";
import { ROOT } from "./process.mjs";

const TOOLS = {
  biome: { file: "@biomejs/biome/bin/biome", args: [] },
  depcruise: {
    file: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["--config", "build/dependency-cruiser.cjs"],
  },
  // A cached verdict is kept by content, so that a fresh checkout may use it. A type that changed elsewhere does not
  // undo it: CI starts without a cache.
  eslint: {
    file: "eslint/bin/eslint.js",
    args: [
      ...["--config", "build/eslint.config.mjs", "--cache", "--cache-strategy", "content"],
      ...["--cache-location", "node_modules/.cache/eslint/", "."],
    ],
  },
  knip: { file: "knip/bin/knip.js", args: ["--config", "build/knip.json", "--treat-config-hints-as-errors"] },
  // The native compiler: a third of the time. The linters and the import check need the API of the one before.
  tsc: { file: "typescript-7/bin/tsc", args: [] },
  vitest: { file: "vitest/vitest.mjs", args: [] },
};

/** The arguments with which Node runs `tool`: its file, what it is always given, then `args`. */
export function node(tool, ...args) {
  const { file, args: always } = TOOLS[tool];
  return [path.join(ROOT, "node_modules", file), ...always, ...args];
}
