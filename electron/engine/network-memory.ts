// What is known of a network from before: looked up on arrival, and carried along when more becomes known of the place.
import { correctionOf, withRefined } from "../../shared/domain/known-network.ts";
import type { Attachment, KnownNetwork } from "../../shared/domain/network.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Effect } from "../../shared/domain/state.ts";
import type { Doors } from "./doors.ts";

/** What the memory needs of the engine it belongs to. */
export interface MemoryHost {
  readonly doors: Pick<Doors, "history" | "settings">;
  readonly settings: () => Settings;
  /** Does what a disk may refuse. */
  readonly keep: (act: () => void) => void;
}

/** The memory of networks of one engine. */
export class NetworkMemory {
  readonly #host: MemoryHost;

  constructor(host: MemoryHost) {
    this.#host = host;
  }

  /** What the user said of the network, else what it was last seen to be; `null` when nothing is known. */
  recall({ fingerprint }: Attachment): KnownNetwork | null {
    const { doors, keep, settings } = this.#host;
    let known = correctionOf(settings(), fingerprint);
    keep(() => {
      known ??= doors.history.lastKind(fingerprint);
    });
    return known;
  }

  /** Carries what the user said over to the fingerprint that takes the place of another; whether there was anything. */
  carry({ fingerprint, refines }: Attachment): boolean {
    const { doors, keep, settings } = this.#host;
    if (refines === undefined || correctionOf(settings(), refines) === null) return false;
    keep(() => {
      doors.settings.update((said) => withRefined(said, refines, fingerprint));
    });
    return true;
  }

  /** Writes down which network this is, as what, and by whose word. */
  record({ at, fingerprint, kind, confidence, corrected }: Extract<Effect, { type: "record-network" }>): void {
    const { doors, keep } = this.#host;
    keep(() => {
      doors.history.addNetwork({ at, fingerprint, kind, confidence, ...(corrected ? { corrected } : {}) });
    });
  }
}
