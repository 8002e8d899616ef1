// Runs the engine in a process of its own, so that measuring never makes the tray or the window wait, and starts it
// again when it ends. Nothing here knows what the messages mean.
import path from "node:path";
import { type UtilityProcess, utilityProcess } from "electron";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { EngineCallName } from "../../shared/ipc/channels.ts";
import type { EngineCalls } from "../../shared/ipc/contract.ts";
import type { Announcement, FromEngine, ToEngine } from "../../shared/ipc/engine-messages.ts";
import { SnapshotReader } from "../../shared/ipc/snapshot-wire.ts";
import type { Launch } from "./launch.ts";
import type { Log } from "./log.ts";
import { PendingCalls } from "./pending-calls.ts";
import { restartDelay } from "./restart-delay.ts";

/** The engine's bundle lies beside the app's. */
const ENTRY = path.join(import.meta.dirname, "engine.js");

/** The slowest call reads months of history, in about a second on a slow disk; the rest is reserve. */
const CALL_LIMIT_MS = 15_000;

/** Time the engine gets to close its database; the app as a whole may take two seconds. */
const STOP_MS = 1_500;

/** What the host tells the shell. */
export interface EngineListener {
  snapshot(snapshot: Snapshot): void;
  announcement(announcement: Announcement): void;
  /** A process works or ended, see `running` and `restarts`. */
  changed(): void;
}

/** What a host is made of. */
export interface EngineHostParts {
  readonly launch: Launch;
  readonly log: Log;
}

/** A message that needs no answer. */
export type EngineNews = Extract<
  ToEngine,
  { readonly type: "resumed" | "suspended" | "power" | "online" | "desktop-routes" }
>;

/** The engine's process, whichever is the present one. */
export class EngineHost implements AsyncDisposable {
  readonly #parts: EngineHostParts;
  readonly #calls = new PendingCalls(CALL_LIMIT_MS);
  readonly #unheard: Announcement[] = [];
  #listener: EngineListener | null = null;
  #child: UtilityProcess | null = null;
  #reader = new SnapshotReader();
  #heard = false;
  #startedAt = 0;
  #delayMs = 0;
  #again: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | null = null;
  #power: EngineNews | null = null;
  /** How often the process had to be started again. */
  restarts = 0;
  /** The newest snapshot; outlives the process that told it. */
  snapshot: Snapshot | null = null;

  constructor(parts: EngineHostParts) {
    this.#parts = parts;
  }

  /** Whether the present process has shown that it works: one that dies at once never counts. */
  get running(): boolean {
    return this.#child !== null && this.#heard;
  }

  /** Starts the process. */
  start(): void {
    const { launch, log } = this.#parts;
    const args = ["--home", launch.home, ...(launch.demo ? ["--demo"] : [])];
    const env = { ...process.env, GANGWAY_HOME: launch.home };
    const child = utilityProcess.fork(ENTRY, args, { serviceName: "Gangway engine", stdio: "pipe", env });
    this.#child = child;
    this.#reader = new SnapshotReader();
    this.#heard = false;
    this.#startedAt = performance.now();
    child.on("message", (message: FromEngine) => {
      this.#receive(message);
    });
    child.once("exit", (code) => {
      this.#ended(code);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        log.warn(`engine: ${text.toString().trimEnd()}`);
      });
    }
    if (this.restarts > 0) this.#post({ type: "restarted", times: this.restarts });
    if (this.#power !== null) this.#post(this.#power);
  }

  /** Tells `listener` from now on, and at once of what has happened before. */
  listen(listener: EngineListener): void {
    this.#listener = listener;
    if (this.snapshot !== null) listener.snapshot(this.snapshot);
    for (const announcement of this.#unheard.splice(0)) listener.announcement(announcement);
    if (this.#heard || this.restarts > 0) listener.changed();
  }

  /** Has the engine run a call; rejects when it does not answer within 15 s, ends meanwhile, or says that it failed. */
  async call<K extends EngineCallName>(
    name: K,
    ...args: Parameters<EngineCalls[K]>
  ): Promise<ReturnType<EngineCalls[K]>> {
    // Answered from here, so that a window that opens has something to show at once.
    if (name === "snapshot:read") return this.snapshot as ReturnType<EngineCalls[K]>;
    if (this.#child === null) throw new Error("the measuring process is being started again");
    const value = await this.#calls.ask((id) => {
      this.#post({ type: "call", id, name, args });
    });
    return value as ReturnType<EngineCalls[K]>;
  }

  /** Tells the engine something that needs no answer. A process that is started later hears the state of the power too. */
  tell(news: EngineNews): void {
    if (news.type === "power") this.#power = news;
    this.#parts.log.info(`told the engine: ${news.type}`);
    this.#post(news);
  }

  /** Asks the engine to stop, and ends its process if it takes too long. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #post(message: ToEngine): void {
    this.#child?.postMessage(message);
  }

  #receive(message: FromEngine): void {
    switch (message.type) {
      case "snapshot":
        this.snapshot = this.#reader.read(message.snapshot);
        this.#listener?.snapshot(this.snapshot);
        if (!this.#heard) {
          this.#heard = true;
          this.#listener?.changed();
        }
        return;
      case "announce":
        if (this.#listener === null) this.#unheard.push(message.announcement);
        else this.#listener.announcement(message.announcement);
        return;
      case "answer":
        this.#calls.answer(message.id, message.value);
        return;
      case "failed":
        this.#calls.fail(message.id, message.message);
        return;
      case "stopped":
        return;
      default:
        message satisfies never;
    }
  }

  #ended(code: number): void {
    const { log } = this.#parts;
    this.#child = null;
    this.#calls.failAll("the measuring process ended before it answered");
    if (this.#stopping !== null) return;
    this.#delayMs = restartDelay(this.#delayMs, performance.now() - this.#startedAt);
    log.error(`the engine ended with code ${String(code)}; starting it again in ${String(this.#delayMs)} ms`);
    this.#again = setTimeout(() => {
      this.restarts += 1;
      this.start();
    }, this.#delayMs);
    this.#listener?.changed();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#again);
    const child = this.#child;
    if (child === null) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const stopped = new Promise<void>((resolve) => {
      child.on("message", (message: FromEngine) => {
        if (message.type === "stopped") resolve();
      });
    });
    this.#post({ type: "stop" });
    const limit = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS));
    await Promise.race([stopped, exited, limit]);
    const { pid } = child;
    // It has closed what it held, or will never: either way nothing is lost by ending it at once.
    if (this.#child !== null && pid !== undefined) kill(pid);
    await exited;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has gone by itself, and the news of that is on its way.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
