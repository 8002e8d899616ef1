// `npm start [-- --demo] [more]`: brings what is missing, builds, and launches the tray app. Where there is no screen
// or no Electron, the same engine runs in the terminal.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { hasDisplay, mustLeaveSandbox, readStartArguments } from "./arguments.mjs";
import { ensureBuilt } from "./bundle.mjs";
import { ensureSystem } from "./debian.mjs";
import { ensureModules } from "./modules.mjs";
import { exitCode, ROOT, run, say } from "./process.mjs";
import { obtainRuntime } from "./runtime.mjs";

/** Ubuntu since 24.04 refuses the user namespaces that Chromium's sandbox is made of. */
const NAMESPACES_REFUSED = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

async function start(args) {
  const { demo, rest } = readStartArguments(args);
  await ensureModules();
  await ensureBuilt();
  if (!hasDisplay()) {
    say("No display here: showing Gangway in the terminal. Ctrl+C ends it.");
    return await startTerminal(demo);
  }
  const { electron, problem } = await electronOrProblem();
  if (problem) {
    say(problem);
    say("Showing Gangway in the terminal instead. Ctrl+C ends it.");
    return await startTerminal(demo);
  }
  return await startTray(electron, { demo, rest });
}

async function electronOrProblem() {
  try {
    const { path: electron } = await obtainRuntime();
    return { electron, problem: await ensureSystem({ electron }) };
  } catch (error) {
    return { problem: error.message };
  }
}

async function startTerminal(demo) {
  const entry = path.join(ROOT, "out", "main", "cli.js");
  return exitCode(await run(process.execPath, [entry, demo ? "demo" : "watch"], { foreground: true }));
}

async function startTray(electron, { demo, rest }) {
  const switches = sandboxSwitches(rest);
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE; // Terminals inside Electron editors set it.
  say("Gangway is in the tray. Ctrl+C ends it.");
  const args = [...switches, ROOT, ...(demo ? ["--demo"] : []), ...rest];
  return exitCode(await run(electron, args, { env, foreground: true }));
}

function sandboxSwitches(rest) {
  if (rest.includes("--no-sandbox")) return [];
  if (mustLeaveSandbox()) {
    say("Running as root: Chromium's sandbox cannot be used (--no-sandbox)");
    return ["--no-sandbox"];
  }
  if (readSetting(NAMESPACES_REFUSED) === "1") {
    say(
      "If Electron complains about its sandbox: this system refuses user namespaces. Use npm start -- --no-sandbox, or",
    );
    say(`  sudo sysctl ${NAMESPACES_REFUSED.replace("/proc/sys/", "").replaceAll("/", ".")}=0`);
  }
  return [];
}

// Absent on other systems, and on kernels without this setting.
function readSetting(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
