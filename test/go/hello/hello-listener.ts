// Hears the first record of every connection to it: from a client that connects directly, and from one that takes it for
// an HTTP proxy and asks for a tunnel, so that hellos for any name come here and no name has to be resolved.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type ClientHello, parseClientHello } from "../../../electron/engine/hello/client-hello.ts";

/** A listener on loopback. */
export interface HelloListener {
  readonly port: number;
  /** The next record that nobody asked for yet, and the hello in it. Rejects when it is none. */
  next(): Promise<{ readonly record: Buffer; readonly hello: ClientHello }>;
  close(): void;
}

function attend(socket: Socket, heard: (record: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    const head = bytes.indexOf("\r\n\r\n");
    if (bytes.toString("latin1", 0, 8) === "CONNECT " && head !== -1) {
      bytes = bytes.subarray(head + 4);
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
    }
    if (bytes[0] !== 22 || bytes.length < 5 || bytes.length < 5 + bytes.readUInt16BE(3)) return;
    heard(bytes);
    socket.destroy();
  });
}

/** Opens a listener on a free port. */
export async function listenForHellos(): Promise<HelloListener> {
  const records: Buffer[] = [];
  const waiting: ((record: Buffer) => void)[] = [];
  const server = createServer((socket) =>
    attend(socket, (record) => {
      const take = waiting.shift();
      if (take === undefined) records.push(record);
      else take(record);
    }),
  );
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    port: (server.address() as AddressInfo).port,
    next: async () => {
      const record = records.shift() ?? (await new Promise<Buffer>((take) => waiting.push(take)));
      const hello = parseClientHello(record);
      if (hello === null) throw new Error(`no hello: ${record.toString("hex")}`);
      return { record, hello };
    },
    close: () => server.close(),
  };
}
