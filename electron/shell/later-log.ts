// Keeps what is said before the log itself is loaded, which comes after the window.
import type { Log } from "./log.ts";

type Level = keyof Log;

/** A log that holds its messages until it knows where to. */
export class LaterLog implements Log {
  readonly #held: { readonly level: Level; readonly message: string }[] = [];
  #target: Log | null = null;

  info(message: string): void {
    this.#say("info", message);
  }

  warn(message: string): void {
    this.#say("warn", message);
  }

  error(message: string): void {
    // It may be what keeps the log from ever being loaded.
    if (this.#target === null) process.stderr.write(`${message}\n`);
    this.#say("error", message);
  }

  /** Says there what was held, and everything from now on. */
  deliverTo(target: Log): void {
    this.#target = target;
    for (const { level, message } of this.#held.splice(0)) target[level](message);
  }

  #say(level: Level, message: string): void {
    if (this.#target === null) this.#held.push({ level, message });
    else this.#target[level](message);
  }
}
