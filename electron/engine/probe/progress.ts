// How far a look has come: its stage, its timings, its facts, and the sockets it must destroy. Turns into a Sample at the
// end. It measures and bounds stages, but does not know what happens in them (look.ts).
import type { Socket } from "node:net";
import type { Failure, Stage } from "../../../shared/domain/failure.ts";
import type { Sample, StageTimings, TlsFacts, Via } from "../../../shared/domain/sample.ts";
import type { Instant, Millis } from "../../../shared/domain/time.ts";
import { classify, faultOf, silence } from "./classify.ts";
import { Expired, LoopWatch, within } from "./deadline.ts";
import { attachedFamilies } from "./stages.ts";

/** The longest that each stage may take, in milliseconds. */
export interface StageLimits {
  readonly resolve: Millis;
  readonly connect: Millis;
  /** TLS with the proxy, where it wants that, and CONNECT. */
  readonly tunnel: Millis;
  readonly handshake: Millis;
  /** From sending the request to the end of the answer. */
  readonly http: Millis;
}

/** The bounds and the clock of one look. */
export interface Watch {
  readonly limits: StageLimits;
  /** For the whole look. */
  readonly timeoutMs: Millis;
  readonly signal: AbortSignal;
  /** The wall clock. */
  readonly now: () => Instant;
}

/** A stage, as the time it takes is called in a sample. */
type Slot = keyof StageTimings;

/** A stage that waits for the network: one that can be bounded. */
type Waiting = keyof StageLimits;

/** When wall clock and monotonic clock drift apart by more than this within a look, the machine slept or the clock was set. */
const SLEEP_MS: Millis = 1_000;

/**
 * When our own loop stood still for this long within a look, its times are ours and not the network's, and a peer that gave
 * up may have done so because of us. The same figure as for sleep, and well above what a machine with every core busy does.
 */
const STALLED_MS: Millis = 1_000;

/** Rounds to 1 µs: what the clock is good for, and short in the journal. */
function rounded(elapsed: Millis): Millis {
  return Math.round(elapsed * 1_000) / 1_000;
}

/** The record of one look under way. */
export class Progress {
  via: Via = "direct";
  tls: TlsFacts | null = null;
  /** Where a failure that is thrown belongs. */
  stage: Stage = "resolve";
  readonly #watch: Watch;
  readonly #at: Instant;
  readonly #begun = performance.now();
  readonly #sockets: Socket[] = [];
  readonly #loop = new LoopWatch();
  #timings: StageTimings = { resolveMs: null, connectMs: null, handshakeMs: null, ttfbMs: null };

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#at = watch.now();
  }

  /** Notes how long a stage took; `null` for one that is known to be due but was not reached. */
  time(slot: Slot, elapsed: Millis | null): void {
    this.#timings = { ...this.#timings, [slot]: elapsed === null ? null : rounded(elapsed) };
  }

  /** Makes the look the owner of a socket. */
  own<S extends Socket>(socket: S): S {
    this.#sockets.push(socket);
    return socket;
  }

  /** Does the work of a stage within its own limit and what is left of the whole, and times it if it succeeds. */
  async step<T>(stage: Waiting, slot: Slot | null, work: () => Promise<T>): Promise<T> {
    this.stage = stage;
    const begun = performance.now();
    const left = this.#watch.timeoutMs - (begun - this.#begun);
    // A timer of less than 1 ms fires after 1 ms anyway.
    const limitMs = Math.max(1, Math.min(this.#watch.limits[stage], left));
    const value = await within(work(), { limitMs, signal: this.#watch.signal });
    if (slot !== null) this.time(slot, performance.now() - begun);
    return value;
  }

  /** What something thrown in a stage means. */
  failureOf(error: unknown): Failure {
    const failure = error instanceof Expired ? silence(this.stage, error) : classify(this.stage, faultOf(error));
    const unanswered = failure.kind === "resolver-failed" || failure.kind === "resolver-silent";
    if (!unanswered || attachedFamilies().size > 0) return failure;
    return { ...failure, kind: "local", raw: `${failure.raw}, no network attached` };
  }

  /** The sample of a look that ended with this failure, or with none. */
  sample(endpoint: string, failure: Failure | null): Sample {
    const totalMs = performance.now() - this.#begun;
    return {
      endpoint,
      at: this.#at,
      via: this.via,
      stages: this.#timings,
      totalMs: rounded(totalMs),
      tls: this.tls,
      failure: this.#ownFault(totalMs) ?? failure,
    };
  }

  /** What happened to this machine during the look, and makes it say nothing about the endpoint; `null` when nothing did. */
  #ownFault(totalMs: Millis): Failure | null {
    const driftMs = this.#watch.now() - this.#at - totalMs;
    const stallMs = this.#loop.longestStallMs;
    const fault = (raw: string): Failure => ({ stage: this.stage, kind: "local", raw });
    if (Math.abs(driftMs) > SLEEP_MS) return fault(`clocks apart by ${Math.round(driftMs)} ms`);
    return stallMs > STALLED_MS ? fault(`own loop stalled ${Math.round(stallMs)} ms`) : null;
  }

  /** Destroys every socket, newest first, and ends the watch. Nothing of the look is left afterwards. */
  end(): void {
    this.#loop.stop();
    for (const socket of this.#sockets.splice(0).reverse()) socket.destroy();
  }
}
