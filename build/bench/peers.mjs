// Those who look, side by side: each can look at a URL so many times, and answers what every look reported and what CPU the
// process used for them. A warm-up is its own business of the caller, so that what is made once is not counted.
import path from "node:path";
import { run } from "../process.mjs";
import { startBlackbox } from "./blackbox.mjs";
import { start } from "./children.mjs";
import { onClientSide } from "./pinning.mjs";
import { PATH } from "./rig.mjs";

/** A batch of looks of any tool is over in well under this, in ms. */
const BATCH_MS = 120_000;

/** What curl is asked to say of itself; times are in seconds since it began. */
const CURL_SAYS = "%{time_connect} %{time_appconnect} %{time_pretransfer} %{time_starttransfer} %{http_code}";

/** Our variables without proxies, which must not stand between a peer and the rig, and with some more. */
export function plainEnvironment(more = {}) {
  const foreign = /^(https?|all|no)_proxy$/i;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...more };
}

/** Our prober in a process of its own, under `execPath`. */
export async function ours({ name, program, execPath = process.execPath, rig, env = {} }) {
  const command = onClientSide([execPath, program, rig.caFile]);
  return asked({ name, path: "", child: await start(name, command, { env: plainEnvironment(env), ready: "ready" }) });
}

/** https.request of Node, a connection for each request, our root alone. */
export async function nodeHttps({ name, rig }) {
  const program = path.join(import.meta.dirname, "programs", "node-https.mjs");
  const command = onClientSide([process.execPath, program, rig.caFile]);
  return asked({ name, path: PATH, child: await start(name, command, { env: plainEnvironment(), ready: "ready" }) });
}

/** A bare loop over tls.connect under `execPath`: no tool, but the least that its runtime needs. */
export async function tlsFloor({ name, execPath = process.execPath, rig, env = {} }) {
  const program = path.join(import.meta.dirname, "programs", "bare-tls.mjs");
  const command = onClientSide([execPath, program, rig.caFile, PATH]);
  return asked({ name, path: "", child: await start(name, command, { env: plainEnvironment(env), ready: "ready" }) });
}

// `path`: what has to be named behind the endpoint.
function asked({ name, path: behind, child }) {
  return {
    name,
    looks: (url, count) => child.ask({ do: "looks", url: url + behind, count }, BATCH_MS),
    end: () => child.end(),
  };
}

/** blackbox_exporter. */
export async function blackbox({ name, rig, folder }) {
  const exporter = await startBlackbox({ rig, folder });
  return { name, looks: (url, count) => exporter.looks(url, count), end: () => exporter.end() };
}

/** A curl process for each look, which reads `caFile`. */
export function curl({ name, rig, caFile }) {
  const args = ["-q", "-sS", "-o", "/dev/null", "--noproxy", "*", "--cacert", caFile, "-w", CURL_SAYS];
  return {
    name,
    looks: async (url, count) => {
      const command = [rig.goProgram, "spawn", String(count), "curl", ...args, url + PATH];
      const runs = (await linesOf(name, command)).map((line) => JSON.parse(line));
      return { looks: runs.map(curlLook), cpuUs: runs.reduce((sum, one) => sum + one.cpuUs, 0) };
    },
    end: async () => undefined,
  };
}

/** The look that a run of curl was. */
export function curlLook({ startedAt, endedAt, output }) {
  const [connected, secured, ready, answered, status] = output.split(" ").map(Number);
  return {
    startedAt,
    endedAt,
    handshakeMs: (secured - connected) * 1000,
    ttfbMs: (answered - ready) * 1000,
    ...(status === 200 ? {} : { failure: `curl: ${output}` }),
  };
}

/** A bare loop over crypto/tls: no tool, but the least that Go needs. */
export function goFloor({ name, rig }) {
  return {
    name,
    looks: async (url, count) => {
      const address = new URL(url).host;
      const command = [rig.goProgram, "floor", address, rig.caFile, PATH, String(count)];
      const [line] = await linesOf(name, command);
      return JSON.parse(line);
    },
    end: async () => undefined,
  };
}

async function linesOf(name, command) {
  const [program, ...args] = onClientSide(command);
  const env = plainEnvironment();
  const { code, stdout, stderr } = await run(program, args, { env, output: "capture", timeoutMs: BATCH_MS });
  if (code !== 0) throw new Error(`${name} failed (${code}): ${stderr.trim()}`);
  return stdout.trim().split("\n");
}
