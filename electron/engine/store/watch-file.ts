// Tells when one file in a folder was written by anybody, ourselves included. It watches the folder, because writers
// replace the file by a rename.
import { type FSWatcher, unwatchFile, watch, watchFile } from "node:fs";
import path from "node:path";
import type { Millis } from "../../../shared/domain/time.ts";
import type { Clock, Stop } from "../ports.ts";

/** One write makes several events (temporary file, rename); they come within a few milliseconds. */
const QUIET_MS: Millis = 100;

/** How often to look where the system cannot watch, for example because all inotify watches are taken. A guess. */
const LOOK_MS: Millis = 2_000;

/** Calls `changed` once per burst of changes to `file`, 100 ms after its last; until the returned stop. Does not keep the process alive. */
export function watchFileChanges(file: string, clock: Clock, changed: () => void): Stop {
  let cancel: Stop = () => {};
  const stir = (): void => {
    cancel();
    cancel = clock.after(QUIET_MS, changed);
  };
  const stopWatching = watchFolder(file, stir);
  return () => {
    stopWatching();
    cancel();
  };
}

function watchFolder(file: string, stir: () => void): Stop {
  let stop: Stop = () => {};
  const lookInstead = (): void => {
    stop();
    watchFile(file, { persistent: false, interval: LOOK_MS }, stir);
    stop = () => {
      unwatchFile(file, stir);
    };
  };
  try {
    const watcher: FSWatcher = watch(path.dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === path.basename(file)) stir();
    });
    watcher.on("error", lookInstead);
    stop = () => {
      watcher.close();
    };
  } catch {
    // No watch to be had (ENOSPC, ENOSYS, a network file system): looking now and then serves as well, only later.
    lookInstead();
  }
  return () => {
    stop();
  };
}
