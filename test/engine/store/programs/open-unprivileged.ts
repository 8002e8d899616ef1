// Opens history, settings and lock as a user without rights (where started as root), and says what each refuses.
// Argument: folder.
import { openHistory } from "../../../../electron/engine/store/history.ts";
import { createLock } from "../../../../electron/engine/store/lock.ts";
import { createSettings } from "../../../../electron/engine/store/settings-file.ts";
import { StorageError } from "../../../../electron/engine/store/storage-error.ts";
import { systemClock } from "../../../../electron/engine/system-clock.ts";

/** The user "nobody" of every Unix. */
const NOBODY = 65_534;

const folder = process.argv[2] ?? "";
if (process.getuid?.() === 0) process.seteuid?.(NOBODY);
const lock = createLock(folder);
const attempts = [
  () => openHistory(folder, { at: 0 }),
  () => createSettings(folder, lock, systemClock).update((s) => s),
  () => createLock(folder).withLock(() => 1),
];
for (const attempt of attempts) {
  try {
    attempt();
    console.log("allowed");
  } catch (error) {
    console.log(error instanceof StorageError ? error.problem : String(error));
  }
}
