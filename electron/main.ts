// The app's entry: one instance a home. The window comes first; what works behind it is loaded while its page starts.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { app, dialog } from "electron";
import type { Snapshot } from "../shared/domain/snapshot.ts";
import { SMALL_HEAP, SWEEP_AFTER, sweep } from "../shared/small-heap.ts";
import type { Shell } from "./shell/compose.ts";
import { EngineHost } from "./shell/engine-host.ts";
import { type Answering, answerCalls } from "./shell/ipc.ts";
import { readKept } from "./shell/kept-snapshot.ts";
import { LaterLog } from "./shell/later-log.ts";
import { type Launch, readLaunch } from "./shell/launch.ts";
import { MainWindow } from "./shell/window.ts";

const launch = readLaunch({ argv: process.argv.slice(1), env: process.env, platform: process.platform });
app.setPath("userData", launch.userData);
// Nothing is loaded from a network here: a process for it would only cost memory (10 MB of PSS, measured on Linux).
app.commandLine.appendSwitch("enable-features", "NetworkServiceInProcess2");
// A program that is always there had better be small than fast: 2 MB less in this process, 3 MB in the window's.
app.commandLine.appendSwitch("js-flags", SMALL_HEAP.join(" "));
for (const flag of SMALL_HEAP) setFlagsFromString(flag);

/** The window, once Electron is ready. */
let window: MainWindow | null = null;

/** Whether the window was asked for before there was one. */
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
  const log = new LaterLog();
  process.on("uncaughtException", (error) => {
    log.error(`a mistake of our own: ${error.stack ?? error.message}`);
    app.exit(1);
  });
  process.on("unhandledRejection", (reason) => {
    log.error(`a mistake of our own: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  });
  const engine = new EngineHost({ launch: asked, log });
  let kept: Snapshot | null = null;
  let shell: Shell | null = null;
  let answer: (answering: Answering) => void = () => undefined;
  const behind = new Promise<Answering>((resolve) => {
    answer = resolve;
  });
  window = new MainWindow({
    home: asked.home,
    log,
    changed: () => shell?.windowChanged(),
    closedFirst: () => shell?.windowClosedFirst(),
  });
  const pageAsks = answerCalls({
    page: window.page,
    contents: () => window?.contents ?? null,
    kept: () => (engine.snapshot === null ? kept : null),
    behind,
    log,
  });
  const isOpen = !asked.hidden || isWanted;
  if (isOpen) window.open();
  kept = readKept(asked.home);
  // Gangway lives in the tray: without a window it goes on.
  app.on("window-all-closed", () => undefined);
  // With something to show, the picture comes first: starting the engine takes one of two processors for 0.4 s.
  if (isOpen && kept !== null) await pageAsks;
  engine.start();
  // Loading the rest keeps this process busy, which the page needs until it is painted.
  if (isOpen) await pageAsks;
  try {
    const { composeShell } = await import("./shell/compose.ts");
    shell = await composeShell({ launch: asked, log, engine, window });
  } catch (error) {
    await giveUp(log, error);
    return;
  }
  answer(shell.answering);
  setTimeout(() => {
    sweep(runInNewContext("gc"));
  }, SWEEP_AFTER);
}

/** Without the rest of the shell there is no tray and nothing answers the window: says so, and ends. */
async function giveUp(log: LaterLog, error: unknown): Promise<void> {
  log.error(`Gangway could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  try {
    const [{ createTranslate }, { chooseLanguage }] = await Promise.all([
      import("../shared/view/translate.ts"),
      import("./shell/language.ts"),
    ]);
    const t = createTranslate(chooseLanguage(undefined));
    const detail = error instanceof Error ? error.message : String(error);
    await dialog.showMessageBox({ type: "error", title: "Gangway", message: t("notify:no-start"), detail });
  } finally {
    app.exit(1);
  }
}

function open(): void {
  if (window === null) isWanted = true;
  else window.open();
}
