// Waits on the session bus for a program to take a name. Own code for want of a kept library: a spawned dbus-monitor would
// have to be installed, and would outlive an app that is killed.
import { connect, type Socket } from "node:net";
import { socketPath } from "./bus-address.ts";
import { type BusMessage, decodeMessage, encodeCall } from "./bus-message.ts";

/** Whose name is waited for, and on which bus. */
export interface NameWatch {
  /** As in DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  readonly name: string;
  /** Called each time a program takes the name after the watch began. */
  readonly taken: () => void;
}

/** A bus answers in a millisecond; one that does not is not worth waiting for. */
const GREETING_MS = 1_000;

/** Serials of the calls, in the order in which they are sent. */
const HELLO = 1;
const ADD_MATCH = 2;

/** A reply to a call, and a signal, in the numbers of the protocol. */
const METHOD_RETURN = 2;
const SIGNAL = 4;

/**
 * Watches until stopped. Resolves once every later taking of the name will be noticed, or to `null` when the bus cannot be
 * watched; nothing is called then. A bus that ends, ends the watch silently: the desktop session is over.
 */
export function watchName(watch: NameWatch): Promise<(() => void) | null> {
  const path = socketPath(watch.address);
  if (path === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (): void => {
      socket.destroy();
    };
    const limit = setTimeout(end, GREETING_MS);
    // An error is always followed by `close`.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(limit);
      resolve(null);
    });
    listen(socket, watch, () => {
      clearTimeout(limit);
      // Keeps no process alive that has nothing else to do.
      socket.unref();
      resolve(end);
    });
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString("hex");
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
}

function listen(socket: Socket, watch: NameWatch, ready: () => void): void {
  let greeted = false;
  let bytes: Buffer = Buffer.alloc(0);
  socket.on("data", (more) => {
    bytes = Buffer.concat([bytes, more]);
    if (!greeted) {
      const end = bytes.indexOf("\r\n");
      if (end < 0) return;
      greeted = greet(socket, bytes.toString("latin1", 0, end), watch.name);
      bytes = bytes.subarray(end + 2);
    }
    for (let next = decodeMessage(bytes); next !== null; next = decodeMessage(bytes)) {
      bytes = bytes.subarray(next.length);
      heed(next.message, watch, ready);
    }
  });
}

/** Answers the bus's first line: says hello and what to tell of. A bus that does not let us in is left. */
function greet(socket: Socket, line: string, name: string): boolean {
  if (!line.startsWith("OK")) {
    socket.destroy();
    return false;
  }
  const rule = `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${name}'`;
  socket.write("BEGIN\r\n");
  socket.write(encodeCall({ serial: HELLO, member: "Hello", texts: [] }));
  socket.write(encodeCall({ serial: ADD_MATCH, member: "AddMatch", texts: [rule] }));
  return true;
}

function heed({ type, member, texts, replyTo }: BusMessage, { name, taken }: NameWatch, ready: () => void): void {
  if (type === METHOD_RETURN && replyTo === ADD_MATCH) ready();
  const [of, , owner] = texts;
  if (type === SIGNAL && member === "NameOwnerChanged" && of === name && owner !== "") taken();
}
