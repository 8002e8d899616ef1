// The tap: it sits between the socket and TLS, lets every byte pass and notes when it did. What it sees is the same under
// OpenSSL and BoringSSL: when the last byte of a hello left, when the last byte of an answer came, what the server said in
// clear, and whether the connection ended or was reset. TLS above it neither hides that nor adds its own time to it.
//
// 1. Bytes pass in order and unchanged. Only the moment changes in which they are written, see `write`.
// 2. It keeps nothing of what it passes but the beginning of the server's flight, which is bounded.
// 3. It never sees a key, and knows nothing about what is encrypted.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { Millis } from "../../../shared/domain/time.ts";
import { ServerFlight } from "./server-flight.ts";
import { StageError } from "./stages.ts";
import type { Stopwatch } from "./stopwatch.ts";

/**
 * Most bytes of a handshake. Go takes a certificate message of 256 KiB, real chains have 2 to 6 KB, and both TLS libraries
 * refuse certificates of more than 100 KB: only a flood comes here.
 */
const MAX_HANDSHAKE_BYTES = 256 * 1024;

/** Most bytes of one answer on the wire: head, body, and eight times as much again for the framing of HTTP/2 and TLS. */
const MAX_ANSWER_BYTES = 1024 * 1024;

type Written = (error?: Error | null) => void;

/** How a connection ended: `null` for an orderly end, else the error of the socket. */
interface End {
  readonly error: Error | null;
}

/**
 * A stream for `tls.connect` over a connected socket. It does without the buffers of a Duplex, because TLS above and the
 * socket below have theirs; what TLS calls is what is replaced here. The socket stays the property of its owner.
 */
export class Tap extends Duplex implements Stopwatch {
  readonly flight = new ServerFlight();
  readonly #socket: Socket;
  #held: Uint8Array[] = [];
  #end: End | null = null;
  #received = 0;
  #most = MAX_HANDSHAKE_BYTES;
  /** What had come when the request was about to be written. */
  #before = 0;
  /** When the last byte left and when the last byte came, on the monotonic clock. */
  #sentAt: number | null = null;
  #heardAt: number | null = null;
  /** Time between what we said and the last byte of what came back, over all round trips of the handshake that are over. */
  #waitedMs: Millis = 0;
  #handshakeMs: Millis | null = null;
  /** When the last byte of the request left, and whether more of it may follow. */
  #askedAt: number | null = null;
  #asking = false;

  constructor(socket: Socket) {
    super({ autoDestroy: false, emitClose: false });
    this.#socket = socket;
    socket.on("data", this.#hear).on("end", this.#finish).on("error", this.#fail).on("close", this.#close);
    if (socket.destroyed) queueMicrotask(() => this.#fail(socket.errored ?? new StageError("ECONNRESET")));
  }

  /** How the connection ended, once it has: what the socket said, or an early FIN in the words of the runtime. */
  get ending(): Error | null {
    return this.#end === null ? null : (this.#end.error ?? new StageError("ECONNRESET"));
  }

  /** Bytes that came since the request was about to be written. */
  get answerBytes(): number {
    return this.#received - this.#before;
  }

  /** Ends the handshake and tells its network part: what we waited for the server's bytes, without our own computing. */
  settleHandshake(): Millis {
    this.#handshakeMs ??= this.#waitedMs + this.#waitSoFar();
    this.#most = Number.POSITIVE_INFINITY;
    return this.#handshakeMs;
  }

  start(): void {
    this.#asking = true;
    this.#askedAt = null;
    this.#before = this.#received;
    this.#most = this.#received + MAX_ANSWER_BYTES;
  }

  elapsed(): Millis {
    return (this.#heardAt ?? 0) - (this.#askedAt ?? this.#sentAt ?? 0);
  }

  // What TLS calls.

  override pause(): this {
    this.#socket.pause();
    return this;
  }

  override resume(): this {
    this.#socket.resume();
    return this;
  }

  override cork(): void {
    // Nothing is buffered here.
  }

  override uncork(): void {
    // Nothing is buffered here.
  }

  /**
   * The first bytes, a ClientHello, go out at once. Later ones wait for the end of this turn of the loop, so that our last
   * message of the handshake and the request leave in one packet: TLS writes them one behind the other.
   */
  override write(chunk: Uint8Array, ...rest: readonly unknown[]): boolean {
    const written = rest.find((argument): argument is Written => typeof argument === "function");
    if (this.#sentAt === null) {
      this.#send(chunk);
      written?.();
      return true;
    }
    this.#held.push(chunk);
    // TLS goes on in a callback of its own that is queued here, and writes what is next. Only then is it our turn.
    written?.();
    if (this.#held.length === 1) setImmediate(this.#flush);
    return true;
  }

  override end(...rest: readonly unknown[]): this {
    const ended = rest.find((argument): argument is Written => typeof argument === "function");
    this.#flush();
    this.#socket.end();
    ended?.();
    return this;
  }

  override destroy(): this {
    this.#held = [];
    this.#socket.destroy();
    return this;
  }

  readonly #flush = (): void => {
    const held = this.#held.splice(0);
    const [first] = held;
    if (first === undefined || this.#socket.destroyed) return;
    if (this.#handshakeMs === null) this.#waitedMs += this.#waitSoFar();
    this.#send(held.length === 1 ? first : Buffer.concat(held));
  };

  #send(chunk: Uint8Array): void {
    this.#socket.write(chunk, () => {
      // Only what the kernel did not take at once leaves later.
      if (late) this.#noteSent();
    });
    const late = this.#socket.writableLength > 0;
    this.#noteSent();
  }

  #noteSent(): void {
    this.#sentAt = performance.now();
    if (this.#asking) this.#askedAt = this.#sentAt;
  }

  /** How long the bytes that came last were waited for; nothing when we said something since. */
  #waitSoFar(): Millis {
    return Math.max(0, (this.#heardAt ?? 0) - (this.#sentAt ?? 0));
  }

  readonly #hear = (chunk: Buffer): void => {
    this.#heardAt = performance.now();
    // What is written from now on, such as the acknowledgement of settings in HTTP/2, is no part of the request.
    if (this.#askedAt !== null) this.#asking = false;
    this.#received += chunk.length;
    if (this.#handshakeMs === null) this.flight.hear(chunk);
    if (this.#received <= this.#most) this.emit("data", chunk);
    else {
      this.#socket.pause();
      this.emit("error", new StageError("WIRE_FLOOD"));
    }
  };

  readonly #finish = (): void => {
    this.#end ??= { error: null };
    this.emit("end");
  };

  readonly #fail = (error: Error): void => {
    this.#end ??= { error };
    this.emit("error", error);
  };

  readonly #close = (): void => {
    this.emit("close");
  };
}
