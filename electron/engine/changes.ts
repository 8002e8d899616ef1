// Changes of the go env file that the engine makes: one at a time, in the order asked, each followed by a new reading. Who
// wanted it and why is asked here; how the file is changed is behind the GoEnv door.
import type { ApplyOutcome } from "../../shared/domain/goenv.ts";
import { isTemplate } from "../../shared/domain/profile.ts";
import { reason } from "../../shared/domain/reason.ts";
import type { Event, JournalEnd, State } from "../../shared/domain/state.ts";
import type { SwitchCause } from "../../shared/domain/switch.ts";
import type { Doors } from "./doors.ts";

/** What changes need of the engine they belong to. */
export interface ChangesHost {
  readonly doors: Doors;
  readonly state: () => State;
  /** False once our own code has failed unexpectedly: nothing is written from then on. */
  readonly mayWrite: () => boolean;
  readonly journalEnd: () => JournalEnd;
  readonly dispatch: (event: Event) => void;
}

/** The changes of one engine. */
export class Changes {
  readonly #host: ChangesHost;
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: ChangesHost) {
    this.#host = host;
  }

  /** Resolves when every change asked for so far is done. Never rejects. */
  get settled(): Promise<unknown> {
    return this.#last;
  }

  /** Switches to the profile named `to`, which an undo ignores. A refusal is an outcome; rejects on a fault of our own. */
  make(cause: SwitchCause, to: string | null): Promise<ApplyOutcome> {
    const change = this.#last.then(() => this.#makeNow(cause, to));
    this.#last = change.catch(() => undefined);
    return change;
  }

  /** Changes variables that no profile stands for, as a switch by hand to the user's own values. */
  fix(changes: Readonly<Record<string, string | null>>): Promise<ApplyOutcome> {
    const change = this.#last.then(() => this.#fixNow(changes));
    this.#last = change.catch(() => undefined);
    return change;
  }

  async #fixNow(changes: Readonly<Record<string, string | null>>): Promise<ApplyOutcome> {
    const { doors, mayWrite, state } = this.#host;
    const at = doors.clock.now();
    const request = { at, cause: "manual", from: state().active, to: null, env: changes } as const;
    const outcome = mayWrite()
      ? await doors.goEnv.apply({
          ...request,
          because: reason("decision-fix", { names: Object.keys(changes).join(", ") }),
        })
      : await refused("io", "Gangway met a fault of its own and writes nothing more");
    await this.#tell("manual", null, outcome);
    return outcome;
  }

  async #makeNow(cause: SwitchCause, to: string | null): Promise<ApplyOutcome> {
    const outcome = await this.#attempt(cause, to);
    await this.#tell(cause, to, outcome);
    return outcome;
  }

  /** Tells the core what came of a change. */
  async #tell(cause: SwitchCause, to: string | null, outcome: ApplyOutcome): Promise<void> {
    const { doors, dispatch, journalEnd } = this.#host;
    const env = await doors.goEnv.read();
    dispatch({ type: "applied", at: doors.clock.now(), cause, to, outcome, env, journal: journalEnd() });
  }

  #attempt(cause: SwitchCause, to: string | null): Promise<ApplyOutcome> {
    const { doors, mayWrite, state } = this.#host;
    const at = doors.clock.now();
    if (!mayWrite()) return refused("io", "Gangway met a fault of its own and writes nothing more");
    if (cause === "undo") return doors.goEnv.undo(at);
    const { profiles, active, decision } = state();
    const profile = profiles.find((p) => p.name === to);
    if (profile === undefined) return refused("invalid-value", `no profile is named ${to ?? ""}`);
    if (isTemplate(profile)) return refused("template", profile.env["GOPROXY"] ?? "");
    const because = cause === "auto" ? decision.because : reason("decision-asked", { profile: profile.name });
    return doors.goEnv.apply({ at, cause, from: active, to, because, env: profile.env });
  }
}

function refused(why: "io" | "invalid-value" | "template", detail: string): Promise<ApplyOutcome> {
  return Promise.resolve({ outcome: "refused", reason: why, detail, file: null, changes: [], warnings: [] });
}
