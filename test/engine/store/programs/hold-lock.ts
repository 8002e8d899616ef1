// Takes the lock, says so, and never lets go. Argument: folder.
import { writeSync } from "node:fs";
import { createLock } from "../../../../electron/engine/store/lock.ts";

createLock(process.argv[2] ?? "").withLock(() => {
  writeSync(1, "held\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
