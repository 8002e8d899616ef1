// The endpoint of the namespace lab: a module proxy 40 ms away, on each of the given ports of all addresses of its
// namespace. Says "ready" once it listens, and ends with its standard input.
import { createSecureServer } from "node:http2";
import { createInterface } from "node:readline";
import { INFO } from "../boxes.ts";
import { distance } from "../relays.ts";

/** The first line of its standard input. */
export interface EndpointWish {
  readonly key: string;
  readonly cert: string;
  readonly ports: readonly number[];
  readonly delayMs: number;
}

/** Behind the distance; free in a namespace of its own. */
const INNER_PORT = 20_000;

function serve({ key, cert, ports, delayMs }: EndpointWish): void {
  createSecureServer({ key, cert, allowHTTP1: true }, (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(INFO);
  }).listen(INNER_PORT, "127.0.0.1");
  let waiting = ports.length;
  for (const port of ports) {
    distance(() => INNER_PORT, delayMs).listen(port, () => {
      waiting -= 1;
      if (waiting === 0) process.stdout.write("ready\n");
    });
  }
}

createInterface(process.stdin)
  .once("line", (line) => serve(JSON.parse(line) as EndpointWish))
  .once("close", () => process.exit());
