// Programs that a test starts, each ended by its own process id when the test is over.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** How long a program may take to end when asked, before it is made to. */
const GRACE_MS = 2_500;

/** Whether the program has ended. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Waits for the end of a program; its exit code, or `null` when a signal ended it. Throws after `limitMs`. */
export async function endOf(child: ChildProcess, limitMs: number): Promise<number | null> {
  if (!hasEnded(child)) await once(child, "exit", { signal: AbortSignal.timeout(limitMs) });
  return child.exitCode;
}

/** Started programs, ended together in the opposite order. */
export class Children {
  readonly #children: ChildProcess[] = [];

  /** Starts a program. */
  start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, options);
    this.#children.push(child);
    return child;
  }

  /** Ends one program and waits for it. */
  async end(child: ChildProcess): Promise<void> {
    if (hasEnded(child) || child.pid === undefined) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await ended;
    clearTimeout(force);
  }

  /** Ends every program that still runs. */
  async endAll(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) await this.end(child);
  }
}
