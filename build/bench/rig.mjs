// The world that is measured: nginx speaking TLS 1.3 on 127.0.0.1, in front of it the relay that holds bytes back and
// notes when they came and went.

import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { connect } from "node:tls";
import { makeCertificates } from "./certificates.mjs";
import { freePort, start, until } from "./children.mjs";
import { onServerSide } from "./pinning.mjs";
import { connectionsIn, recordsAfterHandshake } from "./relay-log.mjs";

/** What every look asks for; Gangway's does so by itself. */
export const PATH = "/rsc.io/quote/@v/v1.5.2.info";

/** What a module proxy answers to it. */
const ANSWER = '{"Version":"v1.5.2","Time":"2018-02-14T15:44:20Z"}';

/** The first of the relay's ports, below those that the system gives to clients. One for each endpoint. */
const FIRST_PORT = 20_000;

/** As many endpoints as the largest section looks at. */
const PORTS = 1_000;

/** What curl trusts when it is told nothing: Debian's bundle, Fedora's. */
const SYSTEM_ROOTS = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/** After a handshake nginx sends its tickets at once; this is when none comes any more, in ms. */
const TICKETS_MS = 300;

function nginxConfiguration({ folder, port }) {
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_timeout 30s;
  server {
    listen 127.0.0.1:${port} ssl backlog=4096;
    ssl_certificate ${folder}/chain.pem;
    ssl_certificate_key ${folder}/key.pem;
    ssl_protocols TLSv1.3;
    ssl_session_tickets on;
    location = ${PATH} { default_type application/json; return 200 '${ANSWER}'; }
  }
}
`;
}

/** Starts nginx and the relay. `folder` is for their files, `goProgram` what programs.mjs built. */
export async function startRig({ folder, goProgram }) {
  const certificates = await makeCertificates();
  mkdirSync(folder, { recursive: true });
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const caFile = file("root.pem", certificates.root);
  const bundleFile = file("bundle.pem", systemRoots() + certificates.root);
  file("chain.pem", certificates.chain);
  file("key.pem", certificates.key);
  const origin = await freePort();
  const configuration = file("nginx.conf", nginxConfiguration({ folder, port: origin }));
  const nginx = await start("nginx", onServerSide(["nginx", "-p", folder, "-c", configuration]));
  await until("nginx", () => !nginx.hasEnded && canConnect(origin, caFile));
  const command = [goProgram, "relay", String(FIRST_PORT), String(PORTS), `127.0.0.1:${origin}`];
  const relay = await start("the relay", onServerSide(command));
  const [, priority] = (await relay.line()).split(" ");
  const rig = new Rig({ relay, origin, caFile, bundleFile, goProgram, priority });
  await rig.countTickets();
  return rig;
}

function systemRoots() {
  const bundle = SYSTEM_ROOTS.find(existsSync);
  if (!bundle) throw new Error(`This system's roots are in none of ${SYSTEM_ROOTS.join(", ")}`);
  return readFileSync(bundle, "utf8");
}

async function canConnect(port, caFile) {
  const socket = secure(port, caFile);
  const connected = await Promise.race([
    once(socket, "secureConnect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return connected;
}

function secure(port, caFile) {
  return connect({ host: "127.0.0.1", port, ca: readFileSync(caFile) });
}

class Rig {
  #relay;
  #delayMs = 0;
  #tickets = 0;
  /** nginx itself, without the relay. */
  origin;
  /** Our root alone; and Debian's bundle with our root, as a user's curl has to read it. */
  caFile;
  bundleFile;
  goProgram;
  /** "fifo" where the relay runs before all others. */
  priority;

  constructor({ relay, ...rest }) {
    this.#relay = relay;
    Object.assign(this, rest);
  }

  /** The port of an endpoint, 0 to 999. */
  port(endpoint = 0) {
    return FIRST_PORT + endpoint;
  }

  /** The URL of an endpoint; `https://127.0.0.1:PORT`, so that nobody has to resolve a name. */
  url(endpoint = 0) {
    return `https://127.0.0.1:${this.port(endpoint)}`;
  }

  get delayMs() {
    return this.#delayMs;
  }

  get tickets() {
    return this.#tickets;
  }

  /** Holds every chunk back so long, in each direction, from now on. */
  delay(ms) {
    this.#delayMs = ms;
    this.#relay.say(`delay ${Math.round(ms * 1000)}`);
  }

  /** The connections since the last time, and forgets them. */
  async connections() {
    this.#relay.say("drain");
    const lines = [];
    for (let line = await this.#relay.line(); line !== "."; line = await this.#relay.line()) lines.push(line);
    return connectionsIn(lines.join("\n"));
  }

  // How many records the server sends without being asked: what comes after them is the answer.
  async countTickets() {
    await this.connections();
    const socket = secure(this.port(), this.caFile);
    await once(socket, "secureConnect");
    await new Promise((resolve) => setTimeout(resolve, TICKETS_MS));
    socket.destroy();
    const [connection] = await this.connections();
    this.#tickets = connection ? recordsAfterHandshake(connection) : 0;
  }
}
