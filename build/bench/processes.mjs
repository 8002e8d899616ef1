// What a running process has used, as /proc tells it. Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** Time on a processor of every thread of the process that lives, in ns, by thread: {tid: ns}. Empty when it has ended. */
function threadTimes(pid) {
  const times = new Map();
  for (const tid of entries(`/proc/${pid}/task`)) {
    const text = read(`/proc/${pid}/task/${tid}/schedstat`);
    if (text) times.set(tid, Number(text.split(" ")[0]));
  }
  return times;
}

/** Time on a processor of the process, all its living threads together, in microseconds. */
export function cpuUs(pid) {
  return [...threadTimes(pid).values()].reduce((sum, ns) => sum + ns, 0) / 1000;
}

// A process or thread may end while we look.
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(error.code)) return [];
    throw error;
  }
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(error.code)) return undefined;
    throw error;
  }
}
