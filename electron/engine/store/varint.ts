// Unsigned numbers in as few bytes as they need (LEB128: seven bits a byte, lowest first), and bytes between them.
// What the numbers mean is not known here.

/** No number of ours needs more: 2^53 - 1 has eight groups of seven bits. */
const MAX_BYTES = 8;

/** Reads numbers one after another. Every method throws a RangeError beyond the end and on a number that is too long. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the next number begins. */
  get at(): number {
    return this.#at;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  number(): number {
    const first = this.#next();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    // Multiplied and not shifted, which would end at 32 bits.
    let place = 0x80;
    for (let length = 1; length < MAX_BYTES; length += 1) {
      const byte = this.#next();
      value += (byte & 0x7f) * place;
      if (byte < 0x80) return value;
      place *= 0x80;
    }
    throw new RangeError("number too long");
  }

  /** Goes on at `at`, which is not before where it is. */
  goTo(at: number): void {
    if (at < this.#at || at > this.#bytes.length) throw new RangeError("beyond the end");
    this.#at = at;
  }

  #next(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError("beyond the end");
    this.#at += 1;
    return byte;
  }
}

/** Room for a usual block; it grows where that is not enough. */
const FIRST_ROOM = 1_024;

/** Writes what a ByteReader reads. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_ROOM);
  #length = 0;

  /** A whole number from 0 to 2^53 - 1. */
  number(value: number): void {
    this.#makeRoom(MAX_BYTES);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length] = (rest % 0x80) | 0x80;
      this.#length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length] = rest;
    this.#length += 1;
  }

  bytes(part: Uint8Array): void {
    this.#makeRoom(part.length);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
  }

  /** What was written so far; the writer begins anew. Valid until it writes again. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #makeRoom(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
