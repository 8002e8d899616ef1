#!/usr/bin/env node
// The entry of the command line, for plain Node: gives it this process's world and takes the exit code back.
import { version } from "../package.json" with { type: "json" };
import { runCommandLine } from "./cli/run.ts";
import { systemClock } from "./engine/system-clock.ts";

// A reader that has seen enough (`gangway history | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const { stdout, stderr, env: environment } = process;
process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  world: { environment, stdout, stderr, clock: systemClock },
  version,
});
