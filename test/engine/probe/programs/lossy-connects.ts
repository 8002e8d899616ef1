// Runs inside a network namespace whose filter loses and refuses packets by port. Serves what has to be served there, looks
// at every port through the real prober with its real limits, and writes the samples to standard output.
import { once } from "node:events";
import { createServer } from "node:http";
import { createProber } from "../../../../electron/engine/probe/probe.ts";

/** Ports behind which something answers; the others are the filter's alone. */
const SERVED = new Set(["8000", "8001", "8002", "8100", "8101", "8102"]);

const servers = await Promise.all(
  [...SERVED].map(async (port) => {
    const server = createServer((_, response) => response.end('{"Version":"v1.5.2"}'));
    server.listen({ port: Number(port), host: port.startsWith("81") ? "::1" : "127.0.0.1" });
    await once(server, "listening");
    return server;
  }),
);

const prober = createProber({ version: "0.0.0", env: {} });

/** Looks again, a few times, when a sample says that this machine was too busy to tell. */
async function look(port: string) {
  const url = `http://${port.startsWith("81") ? "[::1]" : "127.0.0.1"}:${port}`;
  for (let attempt = 1; ; attempt++) {
    const sample = await prober.probe({ name: url, url, role: "proxy" }, new AbortController().signal);
    if (sample?.failure?.kind !== "local" || attempt === 3) return [port, sample] as const;
  }
}

process.stdout.write(JSON.stringify(Object.fromEntries(await Promise.all(process.argv.slice(2).map(look)))));
for (const server of servers) {
  server.closeAllConnections();
  server.close();
}
