// What `watch` and `demo` say while an engine runs: JSON lines for programs, a view redrawn in place on a terminal, and
// one line for each change where output is piped.
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { SECOND } from "../../shared/domain/time.ts";
import type { DecisionLine } from "../engine/engine-api.ts";
import type { Stop } from "../engine/ports.ts";
import { decisionRecord } from "./decision-record.ts";
import { groundsLines } from "./grounds-lines.ts";
import { LiveView } from "./live-view.ts";
import { snapshotLines } from "./snapshot-lines.ts";
import type { Terminal } from "./terminal.ts";
import { changesBetween, decisionLine } from "./watch-lines.ts";

/** Takes what an engine says, in the form that suits the reader. */
export interface Reporter {
  decided(line: DecisionLine, snapshot: Snapshot): void;
  seen(snapshot: Snapshot): void;
  /** A line of the host's own, above the view. `record` is what programs get instead. */
  say(line: string, record: unknown): void;
  /** The last word of a run: the snapshot in full, whatever was said before. */
  result(snapshot: Snapshot): void;
  /** Writes what is still held back and gives the terminal back. */
  end(): void;
}

/** How a reporter differs from host to host. */
export interface ReporterOptions {
  /** Only decisions and the result: for a run that ends by itself. */
  readonly isQuiet: boolean;
  readonly isAuto: boolean;
}

/** A reader of JSON lines learns all it can use from one snapshot a second; decisions come at once. */
const RECORD_GAP_MS = 1 * SECOND;

/** The reporter that suits the terminal. */
export function createReporter(terminal: Terminal, options: ReporterOptions): Reporter {
  if (terminal.json) return new RecordReporter(terminal, options);
  return terminal.isLive && !options.isQuiet
    ? new LiveReporter(terminal, options)
    : new LineReporter(terminal, options);
}

class RecordReporter implements Reporter {
  readonly #terminal: Terminal;
  readonly #isQuiet: boolean;
  #held: Snapshot | null = null;
  #cancel: Stop | null = null;

  constructor(terminal: Terminal, { isQuiet }: ReporterOptions) {
    this.#terminal = terminal;
    this.#isQuiet = isQuiet;
  }

  decided(line: DecisionLine, snapshot: Snapshot): void {
    this.#terminal.printLine(decisionRecord(this.#terminal.english, line, snapshot));
  }

  seen(snapshot: Snapshot): void {
    if (this.#isQuiet) return;
    this.#held = snapshot;
    this.#cancel ??= this.#terminal.clock.after(RECORD_GAP_MS, () => {
      this.#flush();
    });
  }

  say(_line: string, record: unknown): void {
    this.#flush();
    this.#terminal.printLine(record);
  }

  result(snapshot: Snapshot): void {
    this.#held = snapshot;
    this.#flush();
  }

  end(): void {
    this.#flush();
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#held !== null) this.#terminal.printLine({ type: "snapshot", ...this.#held });
    this.#held = null;
  }
}

class LineReporter implements Reporter {
  readonly #terminal: Terminal;
  readonly #options: ReporterOptions;
  #last: Snapshot | null = null;

  constructor(terminal: Terminal, options: ReporterOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  decided(line: DecisionLine, { weighing }: Snapshot): void {
    if (this.#options.isQuiet) return;
    this.#terminal.print(decisionLine(this.#terminal, line));
    for (const below of groundsLines(this.#terminal, weighing)) this.#terminal.print(below);
  }

  seen(snapshot: Snapshot): void {
    if (this.#options.isQuiet) return;
    for (const line of changesBetween(this.#terminal, this.#last, snapshot)) this.#terminal.print(line);
    this.#last = snapshot;
  }

  say(line: string): void {
    this.#terminal.print(line);
  }

  result(snapshot: Snapshot): void {
    for (const line of snapshotLines(this.#terminal, snapshot, this.#options)) this.#terminal.print(line);
  }

  end(): void {
    this.#last = null;
  }
}

class LiveReporter implements Reporter {
  readonly #terminal: Terminal;
  readonly #options: ReporterOptions;
  readonly #view: LiveView;

  constructor(terminal: Terminal, options: ReporterOptions) {
    this.#terminal = terminal;
    this.#options = options;
    this.#view = new LiveView(terminal);
    this.#view.show([terminal.t("cli:watch.starting")]);
  }

  decided(line: DecisionLine, snapshot: Snapshot): void {
    // What has been decided scrolls up and stays; the view below it is always the newest.
    if (line.decision.kind === "switch") this.#view.leave(decisionLine(this.#terminal, line));
    this.seen(snapshot);
  }

  seen(snapshot: Snapshot): void {
    const hint = this.#terminal.paint("dim", this.#terminal.t("cli:watch.stop"));
    this.#view.show([...snapshotLines(this.#terminal, snapshot, this.#options), hint]);
  }

  say(line: string): void {
    this.#view.leave(line);
  }

  result(snapshot: Snapshot): void {
    this.#view.show(snapshotLines(this.#terminal, snapshot, this.#options));
  }

  end(): void {
    this.#view.end();
  }
}
