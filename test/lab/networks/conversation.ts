// Talks with a program line by line: one line in, one line out.
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line of its input by one line. */
export class Conversation {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #complaints = "";
  #ended = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.stdout === null || child.stderr === null) throw new Error("a program without output");
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-2_000);
    });
    createInterface(child.stdout).on("line", (line) => this.#hear(line));
    child.once("close", () => {
      this.#ended = true;
      this.#hear(null);
    });
  }

  /** The next line of its output. Rejects when it ends, or says nothing for so long. */
  line(limitMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(null), limitMs);
      const settle = (line: string | null): void => {
        clearTimeout(timer);
        this.#waiting = null;
        if (line === null) reject(new Error(`a program ${this.#ended ? "ended" : "was silent"}: ${this.#complaints}`));
        else resolve(line);
      };
      const known = this.#lines.shift();
      if (known !== undefined || this.#ended) settle(known ?? null);
      else this.#waiting = settle;
    });
  }

  /** Says a line and waits for the answer. */
  async ask(line: string, limitMs: number): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    return this.line(limitMs);
  }

  /** Ends the program and waits until it has ended. */
  end(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((done) => {
      this.#child.once("close", () => done());
      this.#child.kill("SIGKILL");
    });
  }

  #hear(line: string | null): void {
    if (this.#waiting !== null) this.#waiting(line);
    else if (line !== null) this.#lines.push(line);
  }
}
