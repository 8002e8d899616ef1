// The peer that needs no package: https.request of Node as its documentation shows it, with a connection for each request.
// A question a line on standard input, an answer a line on standard output. `node node-https.mjs CA_FILE`
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createInterface } from "node:readline";

const ca = readFileSync(process.argv[2]);

function lookOnce(url) {
  const startedAt = Number(process.hrtime.bigint());
  const at = {};
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, ca }, (response) => {
      at.answered = performance.now();
      response.resume();
      response.once("end", () => resolve(done(response.statusCode)));
    });
    asked.once("socket", (socket) => {
      socket.once("connect", () => (at.connected = performance.now()));
      socket.once("secureConnect", () => (at.secured = performance.now()));
    });
    asked.once("error", reject);
    asked.end();
  });
  function done(status) {
    return {
      startedAt,
      endedAt: Number(process.hrtime.bigint()),
      handshakeMs: at.secured - at.connected,
      ttfbMs: at.answered - at.secured,
      ...(status === 200 ? {} : { failure: `status ${status}` }),
    };
  }
}

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const { url, count } = JSON.parse(line);
  const looks = [];
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += 1) looks.push(await lookOnce(url));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ looks, cpuUs: user + system })}\n`);
}
