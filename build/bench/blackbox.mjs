// Prometheus' blackbox_exporter as a peer: a process that looks when it is asked over HTTP, and answers in metrics.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { freePort, start, until } from "./children.mjs";
import { onClientSide } from "./pinning.mjs";
import { cpuUs } from "./processes.mjs";
import { PATH } from "./rig.mjs";

const PROGRAM = "prometheus-blackbox-exporter";

/** A target is asked for `rsc.io/quote` like Gangway does it. It trusts our root alone: the least that it can be made to load. */
function configuration(caFile) {
  return `modules:
  proxy:
    prober: http
    timeout: 10s
    http:
      preferred_ip_protocol: ip4
      tls_config: { ca_file: ${caFile} }
`;
}

/** Starts it. `folder` is for its configuration; `place` says on which processor it is kept. */
export async function startBlackbox({ rig, folder, place = onClientSide }) {
  const port = await freePort();
  const file = path.join(folder, "blackbox.yml");
  writeFileSync(file, configuration(rig.caFile));
  const address = `127.0.0.1:${port}`;
  const command = [PROGRAM, `--config.file=${file}`, `--web.listen-address=${address}`, "--log.level=error"];
  const child = await start(PROGRAM, place(command));
  await until(PROGRAM, () => isUp(`http://${address}/-/healthy`));
  return new Blackbox({ child, address });
}

async function isUp(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

class Blackbox {
  #child;
  address;

  constructor({ child, address }) {
    this.#child = child;
    this.address = address;
  }

  get pid() {
    return this.#child.pid;
  }

  /** One look, as a scrape of Prometheus brings it about. */
  async look(url) {
    const asked = `http://${this.address}/probe?module=proxy&target=${encodeURIComponent(url + PATH)}`;
    const startedAt = Number(process.hrtime.bigint());
    const metrics = await (await fetch(asked)).text();
    return { startedAt, endedAt: Number(process.hrtime.bigint()), ...timingsIn(metrics) };
  }

  /** Looks one after the other. */
  async looks(url, count) {
    const looks = [];
    const before = cpuUs(this.pid);
    for (let done = 0; done < count; done += 1) looks.push(await this.look(url));
    return { looks, cpuUs: cpuUs(this.pid) - before };
  }

  end() {
    return this.#child.end();
  }
}

/** What a look reported. `processing` is from the connection being ready to the first byte of the answer. */
export function timingsIn(metrics) {
  const phase = (name) => {
    const found = new RegExp(`^probe_http_duration_seconds\\{phase="${name}"\\} (\\S+)`, "m").exec(metrics);
    return found ? Number(found[1]) * 1000 : Number.NaN;
  };
  const failure = /^probe_success 1$/m.test(metrics) ? {} : { failure: "probe_success is not 1" };
  return { handshakeMs: phase("tls"), ttfbMs: phase("processing"), ...failure };
}
