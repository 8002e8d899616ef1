// What the desktop says of its HTTP proxies, put beside what Go would use. It asks nobody: the app asks, and tells.
import { type DesktopAnswer, readDesktopAnswer } from "../../shared/domain/desktop-route.ts";
import type { Event, State } from "../../shared/domain/state.ts";
import type { Doors } from "./doors.ts";

/** What the comparison needs of the engine it belongs to. */
export interface DesktopHost {
  readonly doors: Doors;
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
}

/** Keeps what was told last, and compares it again whenever the environment of Go was read. */
export class Desktop {
  readonly #host: DesktopHost;
  #answers: readonly DesktopAnswer[] | null = null;

  constructor(host: DesktopHost) {
    this.#host = host;
  }

  /** The app asked the desktop. */
  told(answers: readonly DesktopAnswer[]): void {
    this.#answers = answers;
    this.compare();
  }

  /** Puts Go's way to each endpoint beside the desktop's; nothing happens before the desktop was asked. */
  compare(): void {
    const { doors, state, dispatch } = this.#host;
    const { goRoute, clock } = doors;
    if (this.#answers === null || goRoute === undefined) return;
    const { env } = state();
    // A program that a desktop started has less than a terminal, where Go is run.
    const over = Object.fromEntries((env?.shell ?? []).map(({ name, value }) => [name, value]));
    const routes = this.#answers.map(({ endpoint, answer }) => {
      return { endpoint, desktop: readDesktopAnswer(answer), go: goRoute(endpoint, over, env?.go?.version) };
    });
    dispatch({ type: "routed", at: clock.now(), routes });
  }
}
