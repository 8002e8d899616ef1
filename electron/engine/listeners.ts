// Who wants to be told of something. Telling is a fact, not a command: a listener that throws is its owner's mistake.
import type { Stop } from "./ports.ts";

/** The receivers of one kind of fact. */
export class Listeners<T> {
  readonly #receivers = new Set<(value: T) => void>();

  /** Tells `receive` from now on, until the returned stop is called. */
  add(receive: (value: T) => void): Stop {
    this.#receivers.add(receive);
    return () => {
      this.#receivers.delete(receive);
    };
  }

  /** Tells everybody. */
  tell(value: T): void {
    for (const receive of this.#receivers) receive(value);
  }
}
