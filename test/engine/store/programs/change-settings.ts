// Adds 1 to `keepDays` as many times as asked. Arguments: folder, times.
import { createLock } from "../../../../electron/engine/store/lock.ts";
import { createSettings } from "../../../../electron/engine/store/settings-file.ts";
import { systemClock } from "../../../../electron/engine/system-clock.ts";

const [folder = "", times = ""] = process.argv.slice(2);
const settings = createSettings(folder, createLock(folder), systemClock);
for (let n = 0; n < Number(times); n += 1) settings.update((s) => ({ ...s, keepDays: s.keepDays + 1 }));
