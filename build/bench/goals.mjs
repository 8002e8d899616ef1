// What Gangway's probe is held to: limits on ratios ours / peer, measured side by side in one run. Each reason is said when
// the limit is missed. Pure.

/**
 * A goal: what is compared, with what, and the most that ours / peer may be. Without a peer the limit is on ours itself.
 * `why`: what stands in the way, where the limit is known to be hard.
 * @typedef {{what: string, peer?: string, limit: number, unit?: string, why?: string}} Goal
 */

/**
 * A goal with what was measured. `floors`: the same of what does nothing but the unavoidable, in the same run: nobody who
 * opens a connection for each look comes below them by much. `parts`: what ours is made of, largest first.
 * @typedef {{goal: Goal, at?: string, ours: number, theirs?: number, floors?: readonly {what: string, value: number}[],
 *   parts?: string}} Measured
 */

const BUSY_MACHINE = "the machine has fewer free cores than the app's processes want at once";

/**
 * All goals. That of the heap is five bytes a look: the smallest thing that V8 keeps takes twelve, so it means that nothing
 * is kept.
 * @satisfies {Readonly<Record<string, Goal>>}
 */
export const GOALS = {
  cpuAgainstBlackbox: {
    what: "CPU",
    peer: "blackbox",
    limit: 0.55,
    why: "TLS and the socket of the runtime alone are above it",
  },
  cpuAgainstCurl: {
    what: "CPU",
    peer: "curl, system roots",
    limit: 0.04,
    why: "two thirds of ours are TLS and the socket of the runtime, dearer after each wait; curl's is its roots at any distance",
  },
  handshakeError: {
    what: "handshake error p50",
    peer: "blackbox",
    limit: 0.3,
    why: "until Node's loop hears of bytes that have come, 0.1 to 0.2 ms pass",
  },
  firstByteError: {
    what: "first-byte error p50",
    peer: "blackbox",
    limit: 1,
    why: "Go's scheduler hears of a socket sooner than Node's loop",
  },
  busyHandshake: { what: "handshake error p95 beside a busy main process", limit: 1, unit: " ms", why: BUSY_MACHINE },
  busyFirstByte: { what: "first-byte error p95 beside a busy main process", limit: 1, unit: " ms", why: BUSY_MACHINE },
  manyMissed: { what: "looks missed", limit: 0 },
  manyCpu: {
    what: "CPU %",
    peer: "blackbox",
    limit: 0.5,
    why: "a look costs what it costs one after the other, and the engine judges each",
  },
  manyHandshake: {
    what: "handshake error p95",
    peer: "blackbox",
    limit: 0.12,
    why: "the engine judges a thousand endpoints in the loop that reads the sockets, some milliseconds at a time; the bare prober shows what looks alone have",
  },
  heapGrowth: { what: "heap growth for 10,000 looks, after collection", limit: 50, unit: " kB" },
  appPaint: {
    what: "first useful paint",
    peer: "bare window",
    limit: 1.3,
    why: "there is more to compile, draw and lay out than two lines of text",
  },
  appMemory: {
    what: "memory (PSS)",
    peer: "bare window",
    limit: 1.25,
    why: "the engine is a process of its own, and an empty one takes 38 MB",
  },
  appIdle: { what: "CPU at rest above the bare window", limit: 0.5, unit: " %" },
  switchInWindow: {
    what: "a switch seen in the window",
    limit: 200,
    unit: " ms",
    why: "go env is written and read back first",
  },
  switchInTray: {
    what: "a switch told to the tray",
    limit: 200,
    unit: " ms",
    why: "go env is written and read back first",
  },
  idleCpu: {
    what: "CPU of the whole app",
    peer: "prometheus and blackbox",
    limit: 0.6,
    why: "Electron's main process with a bare tray is above it before the first look",
  },
};

/**
 * Whether a goal was reached: {ratio, reached, words}. Without a peer the ratio is undefined. What could not be measured
 * (NaN) was not reached.
 * @param {Measured} measured
 */
export function judgeGoal({ goal, ours, theirs, floors = [], parts }) {
  const ratio = theirs === undefined ? undefined : ours / theirs;
  const value = ratio ?? ours;
  if (value <= goal.limit) return { ratio, reached: true, words: "reached" };
  return { ratio, reached: false, words: `NOT reached: ${reasonFor({ goal, value, theirs, floors, parts })}` };
}

function reasonFor({ goal, value, theirs, floors, parts }) {
  if (Number.isNaN(value)) return "it could not be measured";
  const reasons = [
    ...(goal.why ? [goal.why] : []),
    ...floors.map((floor) => `${floor.what} has ${(floor.value / theirs).toFixed(3)}`),
    ...(parts === undefined ? [] : [`it is made of ${parts}`]),
  ];
  return reasons.length > 0 ? reasons.join("; ") : "no reason is known";
}
