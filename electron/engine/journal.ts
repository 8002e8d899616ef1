// Writes down what a replay needs beside looks, and what was decided.
import type { Decision } from "../../shared/domain/decision.ts";
import { happeningsOf } from "../../shared/domain/happening.ts";
import type { Event, State } from "../../shared/domain/state.ts";
import type { Instant } from "../../shared/domain/time.ts";
import type { History } from "./ports.ts";

/** The journal of one run of an engine. */
export class Journal {
  readonly #history: History;
  readonly #run: Instant;
  readonly #keep: (write: () => void) => void;

  /** `run` is when the engine began; `keep` carries out a write that the disk may refuse. */
  constructor(history: History, run: Instant, keep: (write: () => void) => void) {
    this.#history = history;
    this.#run = run;
    this.#keep = keep;
  }

  /** What a step has to tell. */
  step(before: State, after: State, event: Event): void {
    for (const happening of happeningsOf(before, after, event)) {
      this.#keep(() => {
        this.#history.addHappening({ run: this.#run, happening });
      });
    }
  }

  /** A change of mind. */
  decided(at: Instant, { kind, profile, because }: Decision): void {
    this.#keep(() => {
      this.#history.addDecision({ at, run: this.#run, kind, profile, because });
    });
  }
}
