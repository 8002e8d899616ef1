// Which template speaks for the go command of this machine: the one captured from it, else the shipped one of its release,
// else the nearest older one; without any Go the newest. Looks for Go and captures in the background; nobody waits for a
// capture.
import type { Millis } from "../../../shared/domain/time.ts";
import { findGo } from "../goenv/find-go.ts";
import { osValue, type Surroundings } from "../goenv/surroundings.ts";
import { Aborted, Expired, within } from "../probe/deadline.ts";
import type { HelloFile } from "../store/hello-file.ts";
import { captureHello, tlsDebug } from "./capture.ts";
import { type HelloTemplate, newestTemplate, recordOf, templateFor, templateFrom } from "./hello-template.ts";
import { underDebug } from "./hello-variants.ts";

/** A template, and how well it speaks for the go command of this machine. */
export interface SpokenHello {
  readonly template: HelloTemplate;
  /** `captured` from the very go command, or `shipped` with Gangway for a release like it. */
  readonly origin: "captured" | "shipped";
}

/** Where the template to speak with comes from. */
export interface HelloSource {
  /** The best template known now. The first answer waits for Go to be found, at most 1 s. Never rejects. */
  current(): Promise<SpokenHello>;
  /** Resolves when nothing is looked for or captured any more. */
  settled(): Promise<void>;
  /** Ends a capture under way; later ones are not begun. */
  stop(): void;
}

/** What a source needs. */
export interface HelloSourceOptions {
  readonly surroundings: Surroundings;
  readonly file: HelloFile;
  /** How often a change of the go command is looked for; 10 min when absent. */
  readonly recheckMs?: Millis | undefined;
}

/** A new release is installed every few weeks; looking costs under a millisecond, or 0.2 s where `go` is a shim. */
const RECHECK_MS: Millis = 600_000;
/** Finding Go reads a few files; a shim that has to be run may take longer, and is not waited for. */
const PATIENCE_MS: Millis = 1_000;

/** A source over the go command of these surroundings. It does nothing before it is first asked. */
export function createHelloSource(options: HelloSourceOptions): HelloSource {
  return new Source(options);
}

class Source implements HelloSource {
  readonly #surroundings: Surroundings;
  readonly #file: HelloFile;
  readonly #recheckMs: Millis;
  readonly #end = new AbortController();
  #known: SpokenHello = { template: newestTemplate(), origin: "shipped" };
  #checkedAt = Number.NEGATIVE_INFINITY;
  #found: Promise<void> = Promise.resolve();
  #work: Promise<void> = Promise.resolve();

  constructor({ surroundings, file, recheckMs }: HelloSourceOptions) {
    this.#surroundings = surroundings;
    this.#file = file;
    this.#recheckMs = recheckMs ?? RECHECK_MS;
  }

  async current(): Promise<SpokenHello> {
    const isFirst = this.#checkedAt === Number.NEGATIVE_INFINITY;
    if (performance.now() - this.#checkedAt >= this.#recheckMs && !this.#end.signal.aborted) this.#check();
    if (isFirst) await this.#foundSoon();
    return this.#known;
  }

  settled(): Promise<void> {
    return this.#work;
  }

  stop(): void {
    this.#end.abort();
  }

  async #foundSoon(): Promise<void> {
    try {
      await within(this.#found, { limitMs: PATIENCE_MS, signal: this.#end.signal });
    } catch (error) {
      if (!(error instanceof Expired || error instanceof Aborted)) throw error;
    }
  }

  #check(): void {
    this.#checkedAt = performance.now();
    const looked = this.#look();
    this.#found = looked.then(() => undefined);
    this.#work = looked
      .then((capture) => capture())
      .catch((error: unknown) => {
        if (!(error instanceof Aborted)) throw error;
      });
  }

  /** Finds Go and the best template that is there. Resolves to what is left to do for a better one. */
  async #look(): Promise<() => Promise<void>> {
    const go = await findGo(this.#surroundings);
    const debug = tlsDebug(osValue(this.#surroundings, "GODEBUG"));
    if (go === null) {
      this.#known = { template: underDebug(newestTemplate(), debug), origin: "shipped" };
      return async () => undefined;
    }
    const { path, version } = go;
    const key = { version, debug };
    const record = isRelease(version) ? this.#file.find(key) : null;
    const kept = record === null ? null : templateFrom(version, record);
    if (kept !== null) {
      this.#known = { template: kept, origin: "captured" };
      return async () => undefined;
    }
    this.#known = { template: underDebug(templateFor(version), debug), origin: "shipped" };
    return async () => {
      const template = await captureHello({ path, version, surroundings: this.#surroundings, debug }, this.#end.signal);
      if (template === null) return;
      this.#known = { template, origin: "captured" };
      if (isRelease(version)) this.#file.keep(key, recordOf(template));
    };
  }
}

/** Whether the version names one go command for ever; a development version is another one after each build. */
function isRelease(version: string): boolean {
  return /^\d+\.\d+/.test(version);
}
