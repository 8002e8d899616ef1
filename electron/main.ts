// The app's entry: one instance a home, composed once Electron is ready, disposed of when it quits.
import { app } from "electron";
import { composeShell, type Shell } from "./shell/compose.ts";
import { type Launch, readLaunch } from "./shell/launch.ts";
import { createLog } from "./shell/log.ts";
import { disposeOnQuit } from "./shell/shutdown.ts";

const launch = readLaunch({ argv: process.argv.slice(1), env: process.env, platform: process.platform });
app.setPath("userData", launch.userData);
// Nothing is loaded from a network here: a process for it would only cost memory (10 MB of PSS, measured on Linux).
app.commandLine.appendSwitch("enable-features", "NetworkServiceInProcess2");

/** The composed app, once it is. */
let shell: Shell | null = null;

/** Whether the window was asked for before there was an app to open it. */
let isWanted = false;

if (app.requestSingleInstanceLock()) {
  // Heard from the beginning: a user who starts Gangway twice in a second wants to see it.
  app.on("second-instance", open);
  app.on("activate", open);
  // Not awaited: Electron is never ready while an ES module's top level waits for it.
  void app.whenReady().then(() => start(launch));
} else {
  // The instance that has the lock shows its window; this one has nothing to put in order.
  app.exit(0);
}

async function start(asked: Launch): Promise<void> {
  const log = createLog(asked.home);
  process.on("uncaughtException", (error) => {
    log.error(`a mistake of our own: ${error.stack ?? error.message}`);
    app.exit(1);
  });
  process.on("unhandledRejection", (reason) => {
    log.error(`a mistake of our own: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  });
  const quit = (): void => {
    app.quit();
  };
  shell = await composeShell({ launch: asked, log, quit });
  disposeOnQuit(shell, log);
  if (isWanted) shell.openWindow();
  // Gangway lives in the tray: without a window it goes on.
  app.on("window-all-closed", () => undefined);
}

function open(): void {
  if (shell === null) isWanted = true;
  else shell.openWindow();
}
