// Tells when the go env file changes, wherever it lies: behind a link, or in a folder that is made, removed or made again
// while we watch.
import { dirname } from "node:path";
import type { Clock, Stop } from "../ports.ts";
import { errorCode } from "../store/storage-error.ts";
import { watchFileChanges } from "../store/watch-file.ts";
import { realTarget } from "./temporary-files.ts";

/** Calls `changed` after each burst of changes to `file` or to the file behind it, until the returned stop. */
export function watchEnvFile(file: string, clock: Clock, changed: () => void): Stop {
  let stops: readonly Stop[] = [];
  const stop = (): void => {
    for (const end of stops) end();
    stops = [];
  };
  const arm = (): void => {
    stop();
    // A folder is an entry of its own folder: watching that one tells when the folder itself comes or goes.
    const paths = new Set([file, targetOf(file)].flatMap((path) => [path, dirname(path)]));
    stops = [...paths].map((path) => watchFileChanges(path, clock, again));
  };
  const again = (): void => {
    arm();
    changed();
  };
  arm();
  return stop;
}

function targetOf(file: string): string {
  try {
    return realTarget(file);
  } catch (error) {
    // A circle of links, or a folder we may not enter: there is nothing behind the name to watch.
    if (errorCode(error) === "") throw error;
    return file;
  }
}
