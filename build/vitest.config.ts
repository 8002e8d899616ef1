// The tests, by what they need: `unit` nothing but this process, `engine` sockets and files, the rest whole programs.
// Run from the top: vitest run --config build/vitest.config.ts --project unit
import react from "@vitejs/plugin-react";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { electronStoreWithoutElectron } from "./electron-store-without-electron.ts";

/** A pure test that takes longer than this is stuck: the slowest take about 10 s, and three times that on a busy machine. */
const UNIT_TIMEOUT_MS = 60_000;

/** Socket tests wait for real deadlines, and may share two cores with other work. */
const ENGINE_TIMEOUT_MS = 30_000;

/** Whole programs are built, started and stopped, some of them several times in one test. */
const PROGRAM_TIMEOUT_MS = 120_000;

/** Whole programs, one file after another: they share a display, ports and the machine's attention. `go` is the go command; `pictures` makes those of the README, `panning` measures, and both run only when asked. */
const PROGRAM_FOLDERS = ["cli", "demo", "e2e", "go", "lab", "packaged", "panning", "pictures"];

export default defineConfig({
  root: ".",
  test: {
    passWithNoTests: false,
    projects: [unit(), renderer(), engine(), simulation(), ...PROGRAM_FOLDERS.map(program)],
  },
});

function unit(): TestProjectConfiguration {
  return {
    plugins: [electronStoreWithoutElectron()],
    test: {
      ...common("unit", UNIT_TIMEOUT_MS),
      // Pure: what one file has loaded is good for the next, which saves a third of the time.
      isolate: false,
      include: ["test/*.test.ts", "test/{shared,scenarios,shell,build}/**/*.test.ts"],
    },
  };
}

function renderer(): TestProjectConfiguration {
  return {
    plugins: [react()],
    test: {
      ...common("renderer", UNIT_TIMEOUT_MS),
      environment: "happy-dom",
      include: ["test/renderer/**/*.test.{ts,tsx}"],
    },
  };
}

function engine(): TestProjectConfiguration {
  return {
    plugins: [electronStoreWithoutElectron()],
    test: {
      ...common("engine", ENGINE_TIMEOUT_MS),
      include: ["test/{engine,support}/**/*.test.ts"],
      hookTimeout: ENGINE_TIMEOUT_MS,
    },
  };
}

/** Virtual time alone, but thousands of days of it: too much for the fast gate. */
function simulation(): TestProjectConfiguration {
  return {
    plugins: [electronStoreWithoutElectron()],
    test: { ...common("simulation", UNIT_TIMEOUT_MS), include: ["test/simulation/**/*.test.ts"] },
  };
}

function program(folder: string): TestProjectConfiguration {
  return {
    plugins: [electronStoreWithoutElectron()],
    test: {
      ...common(folder, PROGRAM_TIMEOUT_MS),
      include: [`test/${folder}/**/*.test.ts`],
      hookTimeout: PROGRAM_TIMEOUT_MS,
      fileParallelism: false,
    },
  };
}

function common(name: string, testTimeout: number) {
  return {
    name,
    testTimeout,
    // Vitest runs packages unchanged by default; this one has to pass through the plugin above.
    server: { deps: { inline: ["electron-store"] } },
    // The breaking tree of the import rules is material, not a test.
    exclude: ["test/fixtures/**", "node_modules/**"],
  };
}
