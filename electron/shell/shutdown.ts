// The way out: quitting waits until everything is disposed, but never long.
import { app } from "electron";
import type { Log } from "./log.ts";

/** Long enough for the engine to close its database, short enough that nobody waits for a tray app at log-out. */
const MOST_MS = 2_000;

/** Held back for the processes to go once disposal has taken too long. */
const EXIT_MS = 200;

/**
 * Holds the end of the app until `owner` is disposed, at most two seconds in all, then exits hard. SIGTERM, SIGINT and
 * SIGHUP quit like the menu does.
 */
export function disposeOnQuit(owner: AsyncDisposable, log: Log): void {
  let leaving = false;
  app.on("will-quit", (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    void leave(owner, log);
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
}

async function leave(owner: AsyncDisposable, log: Log): Promise<void> {
  const limit = new Promise<"late">((resolve) => setTimeout(resolve, MOST_MS - EXIT_MS, "late"));
  const disposed = Promise.resolve(owner[Symbol.asyncDispose]()).then(
    () => "disposed" as const,
    (error: unknown) => {
      log.error(`disposal failed: ${String(error)}`);
      return "disposed" as const;
    },
  );
  if ((await Promise.race([disposed, limit])) === "late") log.warn("disposal took too long; leaving without it");
  app.exit(0);
}
