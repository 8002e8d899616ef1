// Questions that wait for an answer from another process, each bounded in time.

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly limit: NodeJS.Timeout;
}

/** Calls on their way, by the id that their answer will carry. */
export class PendingCalls {
  readonly #limitMs: number;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** Every call that has no answer after `limitMs` is rejected. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Sends a call under a new id and waits for its answer. */
  ask(send: (id: number) => void): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.fail(id, `no answer within ${String(this.#limitMs / 1000)} s`);
      }, this.#limitMs);
      this.#pending.set(id, { resolve, reject, limit });
      send(id);
    });
  }

  /** Hands an answer to whoever waits; one that comes too late is dropped. */
  answer(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  /** Rejects one call. */
  fail(id: number, message: string): void {
    this.#take(id)?.reject(new Error(message));
  }

  /** Rejects every call on its way. */
  failAll(message: string): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, message);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending !== undefined) clearTimeout(pending.limit);
    return pending;
  }
}
