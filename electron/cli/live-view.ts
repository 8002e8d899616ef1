import type { Terminal } from "./terminal.ts";

// Control sequences of ECMA-48 and DEC: every terminal in use knows them.
const WRAP_OFF = "\u001b[?7l";
const WRAP_ON = "\u001b[?7h";
const CLEAR_BELOW = "\u001b[0J";

function up(lines: number): string {
  return lines === 0 ? "" : `\u001b[${lines}A`;
}

/** Some lines at the bottom of the terminal that are redrawn in place. What does not fit is cut off. */
export class LiveView {
  readonly #terminal: Terminal;
  #lines: readonly string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Puts the lines in the place of those shown before. */
  show(all: readonly string[]): void {
    // What has scrolled off the top cannot be redrawn; the cursor takes the last row.
    const lines = all.slice(0, this.#terminal.rows - 1);
    this.#terminal.write(`${WRAP_OFF}\r${up(this.#lines.length)}${CLEAR_BELOW}${lines.join("\n")}\n${WRAP_ON}`);
    this.#lines = lines;
  }

  /** Writes a line above the view, where it stays. */
  leave(line: string): void {
    const shown = this.#lines;
    this.#terminal.write(`\r${up(shown.length)}${CLEAR_BELOW}${line}\n`);
    this.#lines = [];
    this.show(shown);
  }

  /** Leaves the last state on the terminal. */
  end(): void {
    this.#lines = [];
  }
}
