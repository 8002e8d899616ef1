// Builds Gangway into out/: main (app, engine and CLI), preload and renderer. Run from the top of the tree.
// Only `dependencies` (libsql, a native module) stay outside the bundle; every other package goes in.
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { asciiScripts } from "./ascii-scripts.ts";
import { electronStoreWithoutElectron } from "./electron-store-without-electron.ts";
import { confWithoutValidator, undiciClientAlone } from "./leaner-packages.ts";
import { plainNodeEntries } from "./plain-node-entries.ts";

/** The CLI runs on Node 20 (package.json `engines`), the app on any Electron from 33 (Node 20, Chromium 130). */
const NODE = "node20";
const CHROMIUM = "chrome130";

const MAIN_ENTRIES = {
  main: "electron/main.ts",
  engine: "electron/engine/entry.ts",
  cli: "electron/cli.ts",
};

export default defineConfig({
  main: {
    plugins: [
      electronStoreWithoutElectron(),
      confWithoutValidator(),
      undiciClientAlone(),
      asciiScripts(),
      plainNodeEntries(),
    ],
    build: {
      outDir: path.resolve("out/main"),
      target: NODE,
      rolldownOptions: {
        input: MAIN_ENTRIES,
        // Chunks lie beside the entries, so that a path relative to `import.meta.url` means the same in both.
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "[name]-[hash].js",
          // Reading its modules is most of what the engine does before its first word; names stay, for traces.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: path.resolve("out/preload"),
      target: NODE,
      // A sandboxed preload is one CommonJS file.
      rolldownOptions: {
        input: { preload: "electron/preload.ts" },
        output: { format: "cjs", entryFileNames: "preload.cjs" },
      },
    },
  },
  renderer: {
    root: "renderer",
    base: "./",
    plugins: [react(), asciiScripts()],
    build: {
      outDir: path.resolve("out/renderer"),
      emptyOutDir: true,
      target: CHROMIUM,
      minify: true,
      // In kB. The window reads its one script from the disk; the warning is meant for scripts that travel.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        input: { index: path.resolve("renderer/index.html") },
        // One file for all that the first picture needs: each file of its own costs some 5 ms before that.
        output: { codeSplitting: { groups: [{ name: "window", tags: ["$initial"] }] } },
      },
    },
  },
});
