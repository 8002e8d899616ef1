// The least that a look over TLS costs in a runtime of JavaScript: one context for all, an address and no name, nothing
// checked, nothing recorded but the times. No tool: what is above it in ours is ours.
// A question a line on standard input, an answer a line on standard output. `node bare-tls.mjs CA_FILE PATH`
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { createSecureContext, connect as secure } from "node:tls";

const [caFile, path] = process.argv.slice(2);
const secureContext = createSecureContext({ ca: readFileSync(caFile) });

function lookOnce({ hostname, port, host }) {
  const startedAt = Number(process.hrtime.bigint());
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.once("error", reject).once("connect", () => {
      const connected = performance.now();
      let secured;
      const options = { socket, host: hostname, secureContext, checkServerIdentity: () => undefined };
      // The least that a look can cost: who checks the chain as well pays more. It goes to the rig on loopback alone.
      const line = secure({ ...options, rejectUnauthorized: false });
      // It would be described in an object that nobody looks at.
      line.getPeerCertificate = () => ({});
      line.once("error", reject).once("secureConnect", () => {
        secured = performance.now();
        line.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, "latin1");
      });
      line.once("data", (answer) => {
        const endedAt = Number(process.hrtime.bigint());
        const times = { handshakeMs: secured - connected, ttfbMs: performance.now() - secured };
        line.destroy();
        socket.destroy();
        const isWell = answer.toString("latin1", 0, 12) === "HTTP/1.1 200";
        resolve({ startedAt, endedAt, ...times, ...(isWell ? {} : { failure: "no 200" }) });
      });
    });
  });
}

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const { url, count } = JSON.parse(line);
  const target = new URL(url);
  const looks = [];
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 1) looks.push(await lookOnce(target));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ looks, cpuUs: user + system })}\n`);
}
