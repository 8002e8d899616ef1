// Asks the desktop, by way of Chromium, which HTTP proxy it would use for each endpoint: settings of the system, or a PAC
// script. The engine compares that with what Go does. Asking never waits for anybody and sends nothing to an endpoint.
import { session } from "electron";
import type { DesktopAnswer } from "../../shared/domain/desktop-route.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";

/** A change of the settings or of the script is seen after this at the latest; asking costs a millisecond. */
const ASK_EVERY_MS = 3 * 60_000;

/** What is told, and to whom. */
export interface DesktopRoutesParts {
  tell(routes: readonly DesktopAnswer[]): void;
  warn(text: string): void;
}

/** Keeps the engine informed of the desktop's routes. */
export class DesktopRoutes implements Disposable {
  readonly #parts: DesktopRoutesParts;
  readonly #timer: NodeJS.Timeout;
  #endpoints: readonly string[] = [];
  #key = "";
  #asking = false;
  #isDue = false;

  constructor(parts: DesktopRoutesParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      this.#ask();
    }, ASK_EVERY_MS);
  }

  /** Asks when a snapshot names other endpoints, or another network. */
  seen({ endpoints, network }: Snapshot): void {
    const names = endpoints.map(({ name }) => name);
    const key = [network.fingerprint, network.online, ...names].join("\n");
    if (key === this.#key) return;
    this.#key = key;
    this.#endpoints = names;
    this.#ask();
  }

  /** Asks again: a new engine knows nothing yet. */
  again(): void {
    this.#key = "";
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #ask(): void {
    this.#isDue = true;
    if (!this.#asking) void this.#askAll();
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    while (this.#isDue) {
      this.#isDue = false;
      const answers = await Promise.all(this.#endpoints.map((endpoint) => this.#askFor(endpoint)));
      this.#parts.tell(answers.filter((answer) => answer !== null));
    }
    this.#asking = false;
  }

  async #askFor(endpoint: string): Promise<DesktopAnswer | null> {
    try {
      return { endpoint, answer: await session.defaultSession.resolveProxy(endpoint) };
    } catch (error) {
      this.#parts.warn(`the desktop's proxy for ${endpoint} is not known: ${String(error)}`);
      return null;
    }
  }
}
