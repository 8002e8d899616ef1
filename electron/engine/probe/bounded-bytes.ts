// Bytes that are collected up to a bound. They are copied, so that what came in may be used again, and grow by doubling, so
// that a peer which sends them one at a time costs no more than one which sends them at once.

/** Room at first: what a real head, or the body of a `.info`, needs. */
const FIRST_BYTES = 512;

/** Bytes that may come in pieces; what is beyond the bound is not kept. */
export class BoundedBytes {
  readonly #most: number;
  #buffer: Buffer;
  #length = 0;

  /** `most`: bytes that are kept. */
  constructor(most: number) {
    this.#most = most;
    this.#buffer = Buffer.allocUnsafe(Math.min(FIRST_BYTES, most));
  }

  /** Bytes kept. */
  get length(): number {
    return this.#length;
  }

  /** Whether no more is kept. */
  get full(): boolean {
    return this.#length >= this.#most;
  }

  /** Keeps as much of `bytes` as there is room for, and says how much that was. */
  append(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.#most - this.#length);
    const wanted = this.#length + taken;
    if (wanted > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.min(this.#most, Math.max(wanted, this.#buffer.length * 2)));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(taken === bytes.length ? bytes : bytes.subarray(0, taken), this.#length);
    this.#length = wanted;
    return taken;
  }

  /** What is kept. It is good until something is appended or forgotten. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins anew. */
  forget(): void {
    this.#length = 0;
  }
}
