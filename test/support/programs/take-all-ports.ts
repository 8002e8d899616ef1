// Holds a port that refuses, takes every port that the kernel gives away, and says what became of the one that is held. It
// runs in a network of its own with few ports.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { holdRefusedPort } from "../refused-port.ts";

/** What was seen. */
export interface PortsTaken {
  /** What connecting to the held port says when all others are taken. */
  readonly code: string | undefined;
  /** How many ports were given away, and whether the held one was among them. */
  readonly count: number;
  readonly isAmong: boolean;
}

/** More than the network of this program has. */
const ATTEMPTS = 100;

async function takePort(): Promise<number | null> {
  const server = createServer().listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return null;
  }
  return (server.address() as AddressInfo).port;
}

const held = await holdRefusedPort();
const given: number[] = [];
for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
  const port = await takePort();
  if (port === null) break;
  given.push(port);
}
const code = await new Promise<string | undefined>((settle) => {
  // Every port is taken, so this end is given its own.
  const socket = connect({ port: held.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
  socket.once("connect", () => settle("connected"));
  socket.once("error", (error: NodeJS.ErrnoException) => settle(error.code));
});
const seen: PortsTaken = { code, count: given.length, isAmong: given.includes(held.port) };
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
