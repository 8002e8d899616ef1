// What running processes have used, as /proc tells it. Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** Time on a processor of every thread of the process that lives, in ns, by thread. Empty when it has ended. */
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

/** The process and all that descend from it. */
export function treeOf(root) {
  const parents = new Map(entries("/proc").filter(isPid).flatMap(parentOf));
  const tree = new Set([root]);
  // Until a round finds nobody new: a child may stand before its parent.
  for (let before = 0; tree.size > before; ) {
    before = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return [...tree].filter((pid) => parents.has(pid));
}

function isPid(name) {
  return /^\d+$/.test(name);
}

// Behind the name in brackets come state and parent. A dead process that nobody has reaped uses nothing more.
function parentOf(pid) {
  const [state, parent] = (read(`/proc/${pid}/stat`) ?? "Z").replace(/^.*\) /s, "").split(" ");
  return state === "Z" ? [] : [[Number(pid), Number(parent)]];
}

/** Memory of the processes in bytes, with what they share divided among those who share it. */
export function proportionalBytes(pids) {
  return pids.reduce((sum, pid) => {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "") ?? [];
    return sum + Number(kilobytes ?? 0) * 1024;
  }, 0);
}

/**
 * Adds up the CPU of process trees over a time in which processes and threads come and go: it has to look now and then,
 * and misses what a thread did between the last look and its end.
 */
export class CpuMeter {
  #roots;
  /** By process, then by thread: {first, last} in ns. */
  #threads = new Map();
  #commands = new Map();
  #begun = false;

  /** `roots`: process ids. */
  constructor(roots) {
    this.#roots = roots;
    this.look();
    this.#begun = true;
  }

  /** Takes note of what was used by now. */
  look() {
    for (const pid of this.#roots.flatMap(treeOf)) {
      if (!this.#commands.has(pid)) this.#commands.set(pid, commandOf(pid));
      const known = this.#threads.get(pid) ?? new Map();
      this.#threads.set(pid, known);
      for (const [tid, last] of threadTimes(pid)) {
        // A thread that came later has used all its time since.
        known.set(tid, { first: known.get(tid)?.first ?? (this.#begun ? 0 : last), last });
      }
    }
  }

  /** Microseconds of each process since the meter was made, with its command. */
  processes() {
    return [...this.#threads].map(([pid, threads]) => ({
      command: this.#commands.get(pid),
      cpuUs: [...threads.values()].reduce((sum, { first, last }) => sum + last - first, 0) / 1000,
    }));
  }
}

function commandOf(pid) {
  return (read(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim();
}

// A process or thread may end while we look.
function entries(folder) {
  return unlessGone(() => readdirSync(folder)) ?? [];
}

function read(file) {
  return unlessGone(() => readFileSync(file, "utf8"));
}

function unlessGone(act) {
  try {
    return act();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(error.code)) return undefined;
    throw error;
  }
}
