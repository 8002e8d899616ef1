// Relays of TCP: the one that makes an endpoint far away, and the one that is a middlebox.
import { connect, createServer, type Server, type Socket } from "node:net";
import { beginsHandshake, type HelloSeen, recordSize, seeHello } from "./hello-seen.ts";

/** What a box does to a connection once it has seen the hello. */
export type Doing = "pass" | "reset" | "swallow" | "close" | ((socket: Socket) => void);

/** How a box decides. */
export interface Temper {
  readonly onHello: (hello: HelloSeen) => Doing;
  /** Judges what came in the first read, be it the whole hello or not, as boxes do that forget that TCP is a stream. */
  readonly readsOnce?: true;
  /** Changes the hello on its way. */
  readonly rewrite?: (hello: Buffer) => Buffer;
}

/** Errors of a connection are what a lab is about; they must only not end the process. */
export function tame<S extends Socket>(socket: S): S {
  return socket.on("error", () => undefined);
}

/** Joins two sockets; when one ends or breaks, so does the other. */
export function join(near: Socket, far: Socket): void {
  near.pipe(far).pipe(near);
  near.on("close", () => far.destroy());
  far.on("close", () => near.destroy());
}

function act(doing: Exclude<Doing, "pass">, near: Socket): void {
  if (doing === "reset") near.resetAndDestroy();
  else if (doing === "close") near.end();
  else if (doing !== "swallow") doing(near);
}

/** A middlebox in front of what listens on `port`: it reads the hello, then lets the connection pass or does not. */
export function middlebox(port: () => number, { onHello, readsOnce, rewrite }: Temper): Server {
  return createServer({ noDelay: true }, (near) => {
    let heard = Buffer.alloc(0);
    const pass = (): void => {
      const far = tame(connect({ port: port(), host: "127.0.0.1", noDelay: true }));
      far.write(rewrite?.(heard) ?? heard);
      join(near, far);
    };
    const hear = (chunk: Buffer): void => {
      heard = Buffer.concat([heard, chunk]);
      const size = recordSize(heard);
      const isWhole = size !== null && heard.length >= size;
      if (!isWhole && readsOnce !== true && beginsHandshake(heard)) return;
      near.off("data", hear).pause();
      if (!isWhole && readsOnce === true) near.resetAndDestroy();
      else if (!isWhole) pass();
      else {
        const doing = onHello(seeHello(heard.subarray(0, size)));
        if (doing === "pass") pass();
        else act(doing, near.resume());
      }
    };
    tame(near).on("data", hear);
  });
}

/** Passes everything on, `delayMs` later in each direction: an endpoint behind it answers after twice that. */
export function distance(port: () => number, delayMs: number): Server {
  return createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = tame(connect({ port: port(), host: "127.0.0.1", noDelay: true, allowHalfOpen: true }));
    const carry = (from: Socket, to: Socket): void => {
      from.on("data", (chunk: Buffer) => void setTimeout(() => to.writable && to.write(chunk), delayMs));
      from.on("end", () => void setTimeout(() => to.end(), delayMs));
      from.on("close", () => void setTimeout(() => to.destroy(), delayMs));
    };
    carry(tame(near), far);
    carry(far, near);
  });
}
