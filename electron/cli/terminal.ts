// The terminal as a command sees it: where answers, notes and progress go, in which language and with how much colour.
import { styleText } from "node:util";
import stringWidth from "string-width";
import { createTranslate, type Language, pickLanguage, type Translate } from "../../shared/view/translate.ts";
import type { Clock, Stop } from "../engine/ports.ts";

/** A look that text can have; what it stands for is always said in words too. */
export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What of a stream is used. */
interface Output {
  readonly isTTY?: boolean | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** Where a command finds the world it speaks to. */
export interface World {
  readonly environment: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
}

/** Longer than this without a word, and a person wonders whether anything happens. */
const QUIET_MS = 1_000;

/** Height of a terminal that does not say its own: that of the first ones. */
const DEFAULT_ROWS = 24;

/** Clears the line that the cursor is on and goes to its start. */
const CLEAR_LINE = "\r\u001b[2K";

/** The reader's language by LC_ALL, LC_MESSAGES, LANG, in that order; an empty variable counts as unset. */
export function readerLanguage(environment: Environment): Language {
  const locale = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]].find(Boolean);
  return pickLanguage(locale ?? "");
}

/** Columns that the text takes in a terminal; a Chinese character takes two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Whether coloured text is welcome on a stream: on a terminal, unless NO_COLOR or a dumb terminal says otherwise. */
function isColoured(stream: Output, environment: Environment): boolean {
  const isRefused = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  return stream.isTTY === true && !isRefused;
}

/** The terminal of one run of one command. */
export class Terminal {
  readonly json: boolean;
  readonly clock: Clock;
  readonly environment: Environment;
  /** Speaks the reader's language. */
  readonly t: Translate;
  /** Speaks English, for `--json`. */
  readonly english: Translate;
  /** Whether answers go to a terminal, so that a view may be redrawn in place. */
  readonly isLive: boolean;
  /** Lines that fit on the terminal. */
  readonly rows: number;
  readonly #world: World;
  readonly #colourOut: boolean;
  readonly #colourErr: boolean;

  constructor(world: World, json: boolean) {
    this.#world = world;
    this.json = json;
    this.clock = world.clock;
    this.environment = world.environment;
    this.t = createTranslate(readerLanguage(world.environment));
    this.english = createTranslate("en");
    this.isLive = world.stdout.isTTY === true && world.environment["TERM"] !== "dumb" && !json;
    this.rows = world.stdout.rows ?? DEFAULT_ROWS;
    this.#colourOut = isColoured(world.stdout, world.environment) && !json;
    this.#colourErr = isColoured(world.stderr, world.environment);
  }

  /** One line of the answer. */
  print(line = ""): void {
    this.#world.stdout.write(`${line}\n`);
  }

  /** Text of the answer as it is, without a line end added. */
  write(text: string): void {
    this.#world.stdout.write(text);
  }

  /** The whole answer as one JSON value, readable by people too. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** One line of a stream of JSON values. */
  printLine(value: unknown): void {
    this.print(JSON.stringify(value));
  }

  /** Something beside the answer: a warning, or what a person should know. */
  note(line: string): void {
    this.#world.stderr.write(`${this.#paintOn(this.#colourErr, "yellow", "gangway:")} ${line}\n`);
  }

  /** A further line below a note. */
  remark(line: string): void {
    this.#world.stderr.write(`${line}\n`);
  }

  /** The text with a look, where colour is welcome. */
  paint(style: Style, text: string): string {
    return this.#paintOn(this.#colourOut, style, text);
  }

  /**
   * Says on stderr that something goes on, once it has taken a second. On a terminal `text` is asked again and again and
   * the line redrawn; elsewhere it is one line. The returned stop ends it and clears the line.
   */
  progress(text: () => string): Stop {
    const { stderr } = this.#world;
    const isLive = stderr.isTTY === true && this.environment["TERM"] !== "dumb";
    let isShown = false;
    const show = (): void => {
      if (isLive) stderr.write(`${CLEAR_LINE}${text()}`);
      else if (!isShown) stderr.write(`${text()}\n`);
      isShown = true;
      if (isLive) cancel = this.clock.after(QUIET_MS / 4, show);
    };
    let cancel = this.clock.after(QUIET_MS, show);
    return () => {
      cancel();
      if (isShown && isLive) stderr.write(CLEAR_LINE);
    };
  }

  #paintOn(isOn: boolean, style: Style, text: string): string {
    return isOn ? styleText(style, text, { validateStream: false }) : text;
  }
}
