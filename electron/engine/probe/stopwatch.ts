// How long an answer takes: from the last byte of the request handed over to the first byte of the answer that came. On a
// secured connection the tap below TLS measures that (tap.ts); here is what does for a plain one, and for any other socket.
import type { Socket } from "node:net";
import type { Millis } from "../../../shared/domain/time.ts";

/** Times one request. `start` goes just before it is written, `elapsed` is asked while its first bytes are handled. */
export interface Stopwatch {
  start(): void;
  /** From the last byte of the request to the bytes that came last. */
  elapsed(): Millis;
}

/** A stopwatch for a socket whose bytes nobody watches: writing is taken to end when it begins. */
export function stopwatchFor(socket: Socket): Stopwatch {
  let begunAt = performance.now();
  let sentAt: number | null = null;
  return {
    start() {
      begunAt = performance.now();
      // A small write is handed to the kernel at once, and this runs as soon as it was.
      queueMicrotask(() => {
        if (socket.writableLength === 0) sentAt = performance.now();
      });
    },
    elapsed: () => performance.now() - (sentAt ?? begunAt),
  };
}
