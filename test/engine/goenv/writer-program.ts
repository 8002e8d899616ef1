// A process of its own that applies one switch with the real writer, history and lock, and prints the outcome. Told so,
// it kills itself before its n-th call into node:fs, as a power cut would.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { createLock } from "../../../electron/engine/store/lock.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { reason } from "../../../shared/domain/reason.ts";

/** What the program is told, as JSON in its first argument. */
export interface Order {
  /** Folder of journal and lock. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly changes: Readonly<Record<string, string | null>>;
  /** Kill the process before so many calls into node:fs were made; absent: never. */
  readonly killBefore?: number;
  /** Become this user and group first; only root can. */
  readonly user?: number;
  /** Say first what would come of it. */
  readonly foresee?: true;
  /** Another program has the file open and writes this into it just after the writer has replaced it. */
  readonly lateText?: string;
  /** Another program has truncated the open file, and writes this into it while the writer looks at it for the fifth time. */
  readonly slowText?: string;
}

/** The calls that the writer, and nothing else in this process, makes from the lock on. */
const CALLS = [
  "openSync",
  "writeSync",
  "fchmodSync",
  "fchownSync",
  "fstatSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "rmSync",
  "unlinkSync",
  "mkdirSync",
  "accessSync",
  "statSync",
  "lstatSync",
  "readdirSync",
  "realpathSync",
  "readFileSync",
  "readSync",
] as const;

function countCalls(killBefore: number): () => number {
  let calls = 0;
  for (const name of CALLS) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        calls += 1;
        if (calls === killBefore) process.kill(process.pid, "SIGKILL");
        return real(...args);
      },
    });
  }
  syncBuiltinESMExports();
  return () => calls;
}

function writeLate(text: string): void {
  const real = fs.renameSync;
  fs.renameSync = (from, to) => {
    fs.renameSync = real;
    syncBuiltinESMExports();
    const descriptor = fs.openSync(to, "r+");
    real(from, to);
    fs.ftruncateSync(descriptor);
    fs.writeSync(descriptor, text);
    fs.closeSync(descriptor);
  };
  syncBuiltinESMExports();
}

function writeSlowly(file: string, text: string): void {
  const real = fs.openSync;
  const descriptor = real(file, "r+");
  let looks = 0;
  fs.openSync = (path, ...rest) => {
    looks += path === file ? 1 : 0;
    if (path === file && looks === 5) fs.writeSync(descriptor, text);
    return real(path, ...rest);
  };
  syncBuiltinESMExports();
}

const order = JSON.parse(process.argv[2] ?? "") as Order;
if (order.user !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(order.user);
  process.setuid?.(order.user);
}
const history = openHistory(order.folder, { at: 0 });
const { withLock } = createLock(order.folder);
let calls = (): number => 0;
const goEnv = createGoEnv({
  env: order.env,
  platform: process.platform,
  history,
  clock: systemClock,
  lock: (action) =>
    withLock(() => {
      calls = countCalls(order.killBefore ?? Infinity);
      const result = action();
      const made = calls();
      calls = () => made;
      return result;
    }),
});
if (order.lateText !== undefined) writeLate(order.lateText);
if (order.slowText !== undefined) writeSlowly(order.env["GOENV"] ?? "", order.slowText);
const because = reason("decision-asked");
const request = { at: 1, cause: "manual", from: null, to: "new", because, env: order.changes } as const;
const foreseen = order.foresee === true ? await goEnv.foresee(request) : undefined;
const outcome = await goEnv.apply(request);
console.log(JSON.stringify({ foreseen, outcome, calls: calls() }));
history.close();
