// Answers as a module proxy does over plain HTTP, with the smallest queue of connections that there is, so that a test that
// stops this process can fill it. Says its port.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const server = createServer((_, response) => response.end('{"Version":"v1.5.2"}'));
server.listen({ port: 0, host: process.argv[2] ?? "127.0.0.1", backlog: 1 });
await once(server, "listening");
process.stdout.write(`port ${String((server.address() as AddressInfo).port)}\n`);
