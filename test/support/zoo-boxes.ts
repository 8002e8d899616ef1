// Boxes of the zoo that read the first record of a connection and judge the client by it, as middleboxes on the way do. Who
// passes gets to `good`. Node's own small hello passes them all; that of a new Go does not.
import { createServer as createHttp, type IncomingMessage } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";

/** What a box needs of the zoo. */
export interface BoxKeeper {
  /** Port of an inmate that was let in earlier. */
  readonly port: (name: string) => number;
}

type Judgement = "pass" | "reset" | "drop";

/** More than fits into one segment of Ethernet: what a box that looks at single packets does not understand. */
const ONE_SEGMENT = 1_460;

/** The schemes of ML-DSA-44, -65 and -87 side by side, as Go 1.27 lists them. */
const MLDSA = Buffer.from("090409050906", "hex");

function tame<S extends Socket>(socket: S): S {
  return socket.on("error", () => undefined);
}

function join(near: Socket, port: number): Socket {
  const far = tame(connect(port, "127.0.0.1"));
  far.pipe(near).pipe(far);
  near.on("close", () => far.destroy());
  far.on("close", () => near.destroy());
  return far;
}

function box(judge: (record: Buffer) => Judgement): (keeper: BoxKeeper) => Server {
  return ({ port }) =>
    createServer((near) => {
      let bytes = Buffer.alloc(0);
      const read = (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        if (bytes.length < 5 || bytes.length < 5 + bytes.readUInt16BE(3)) return;
        const judgement = judge(bytes);
        if (judgement === "reset") near.resetAndDestroy();
        if (judgement !== "pass") return;
        near.off("data", read);
        join(near, port("good")).write(bytes);
      };
      tame(near).on("data", read);
    });
}

/** A CONNECT proxy that takes everybody to one inmate, whatever they ask for. */
function proxyTo(name: string): (keeper: BoxKeeper) => Server {
  return ({ port }) =>
    createHttp().on("connect", (_request: IncomingMessage, near: Socket) => {
      tame(near).write("HTTP/1.1 200 Connection established\r\n\r\n");
      join(near, port(name));
    });
}

/** Every box, by its name in the zoo. */
export const BOXES: Readonly<Record<string, (keeper: BoxKeeper) => Server>> = {
  resetsLargeHellos: box((record) => (record.length > ONE_SEGMENT ? "reset" : "pass")),
  dropsLargeHellos: box((record) => (record.length > ONE_SEGMENT ? "drop" : "pass")),
  resetsNewSchemes: box((record) => (record.includes(MLDSA) ? "reset" : "pass")),
  proxyToBox: proxyTo("resetsLargeHellos"),
};
