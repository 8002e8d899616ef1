// The whole app at rest, eight endpoints every thirty seconds, beside Prometheus and blackbox_exporter that do the same.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mustLeaveSandbox } from "../../arguments.mjs";
import { ROOT } from "../../process.mjs";
import { startBlackbox } from "../blackbox.mjs";
import { freePort, start, until } from "../children.mjs";
import { startDisplay } from "../display.mjs";
import { GOALS } from "../goals.mjs";
import { plainEnvironment } from "../peers.mjs";
import { CpuMeter, proportionalBytes, treeOf } from "../processes.mjs";
import { PATH } from "../rig.mjs";
import { figure, goalTable, table } from "../table.mjs";

const DELAY_MS = 25;
const ENDPOINTS = 8;
const INTERVAL_S = 30;

/** Until the app has opened its files, looked at everything for the first time and let go of what that took; in ms. */
const SETTLE_MS = { full: 35_000, quick: 6_000 };
const WINDOW_MS = { full: 120_000, quick: 30_000 };

/** How often threads are looked for: a new one may end again. In ms. */
const LOOK_MS = 3_000;

const MB = 2 ** 20;

/** Lets both rest side by side, and prints what that took. */
export async function idle({ rig, folder, electron, quick, print }) {
  const length = quick ? "quick" : "full";
  rig.delay(DELAY_MS);
  const app = await startApp({ rig, folder, electron });
  const peers = await startPeers({ rig, folder });
  await sleep(SETTLE_MS[length]);
  await rig.connections();
  const sides = [
    { name: "Gangway, the whole app", roots: [app.pid], from: 0 },
    { name: "prometheus and blackbox", roots: peers.map(({ pid }) => pid), from: ENDPOINTS },
  ].map((side) => ({ ...side, meter: new CpuMeter(side.roots) }));
  const end = performance.now() + WINDOW_MS[length];
  while (performance.now() < end) {
    await sleep(Math.min(LOOK_MS, end - performance.now()));
    for (const { meter } of sides) meter.look();
  }
  const connections = await rig.connections();
  const results = sides.map((side) => summarise(side, { connections, rig, windowMs: WINDOW_MS[length] }));
  for (const child of [app, ...peers]) await child.end();
  report({ results, windowMs: WINDOW_MS[length], print });
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)));
}

// In a home of its own, with no profile but one that names the rig: nobody else is ever asked.
async function startApp({ rig, folder, electron }) {
  const home = path.join(folder, "home");
  mkdirSync(path.join(home, "run"), { recursive: true, mode: 0o700 });
  const goenv = path.join(home, "goenv");
  const urls = Array.from({ length: ENDPOINTS }, (_, endpoint) => rig.url(endpoint)).join(",");
  writeFileSync(goenv, `GOPROXY=${urls}\nGOSUMDB=off\n`);
  writeFileSync(path.join(home, "settings.json"), JSON.stringify(oneProfile(urls)));
  const env = {
    ...plainEnvironment(await startDisplay()),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, ".config"),
    XDG_CACHE_HOME: path.join(home, ".cache"),
    XDG_RUNTIME_DIR: path.join(home, "run"),
    GANGWAY_HOME: home,
    GOENV: goenv,
    GOTOOLCHAIN: "local",
    SSL_CERT_FILE: rig.bundleFile,
  };
  delete env.ELECTRON_RUN_AS_NODE;
  const switches = ["--disable-gpu", ...(mustLeaveSandbox() ? ["--no-sandbox"] : [])];
  const child = await start("Gangway", [electron, ...switches, ROOT, "--hidden"], { env });
  await until("the app's processes", () => !child.hasEnded && treeOf(child.pid).length > 2);
  return child;
}

// Built-in profiles name public proxies. Their names are those of shared/domain/builtin-profiles.ts.
/** Settings with one profile that names loopback servers alone. */
export function oneProfile(goproxy) {
  return {
    profiles: [{ name: "bench", env: { GOPROXY: goproxy, GOSUMDB: "off" }, kinds: [], fingerprints: [] }],
    removedProfiles: ["global", "china", "direct", "corporate", "ci"],
    intervalSeconds: INTERVAL_S,
    notifications: "off",
  };
}

async function startPeers({ rig, folder }) {
  const blackbox = await startBlackbox({ rig, folder, place: (command) => command });
  const file = path.join(folder, "prometheus.yml");
  const targets = Array.from({ length: ENDPOINTS }, (_, endpoint) => rig.url(ENDPOINTS + endpoint) + PATH);
  writeFileSync(file, prometheusConfiguration({ targets, address: blackbox.address }));
  const address = `127.0.0.1:${await freePort()}`;
  const prometheus = await start("prometheus", [
    "prometheus",
    `--config.file=${file}`,
    `--storage.tsdb.path=${path.join(folder, "prometheus")}`,
    `--web.listen-address=${address}`,
    "--log.level=error",
  ]);
  await until("prometheus", async () => {
    const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    return answer?.ok === true;
  });
  return [prometheus, blackbox];
}

function prometheusConfiguration({ targets, address }) {
  return `global: { scrape_interval: ${INTERVAL_S}s }
scrape_configs:
  - job_name: proxies
    metrics_path: /probe
    params: { module: [proxy] }
    static_configs:
      - targets: ${JSON.stringify(targets)}
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "${address}" }
`;
}

function summarise({ name, roots, meter, from }, { connections, rig, windowMs }) {
  meter.look();
  const parts = meter
    .processes()
    .map(({ command, cpuUs }) => ({ name: partOf(command), share: cpuUs / 1000 / windowMs }));
  const share = parts.reduce((sum, part) => sum + part.share, 0);
  const processes = roots.flatMap(treeOf);
  const first = rig.port(from);
  const looks = connections.filter(({ port }) => port >= first && port < first + ENDPOINTS).length;
  return { name, looks, parts, share, windowMs, processes, bytes: proportionalBytes(processes) };
}

/** What a process does, by how it was started. */
export function partOf(command) {
  if (command.includes("node.mojom.NodeService")) return "engine";
  const [, type] = /--type=(\S+)/.exec(command) ?? [];
  if (type) return type;
  return command.includes("electron") ? "main" : path.basename(command.split(" ", 1)[0]);
}

function report({ results, windowMs, print }) {
  print(`${ENDPOINTS} endpoints every ${INTERVAL_S} s for ${windowMs / 1000} s, D = ${DELAY_MS} ms each way`);
  const head = ["who", "CPU %", "connections", "CPU ms each", "PSS MB", "processes"];
  const rows = results.map(({ name, share, looks, bytes, processes }) => [
    name,
    percent(share),
    String(looks),
    figure((share * windowMs) / looks),
    figure(bytes / MB),
    String(processes.length),
  ]);
  print(table(head, rows));
  const [mine, theirs] = results;
  print(`${theirs.name}: ${partsLine(theirs.parts)}\n`);
  const parts = partsLine(mine.parts);
  if (mine.looks < ENDPOINTS) print(`${mine.name}: ${parts}; too few looks to compare`);
  else print(goalTable([{ goal: GOALS.idleCpu, ours: mine.share * 100, theirs: theirs.share * 100, parts }]));
}

function percent(share) {
  return (share * 100).toFixed(3);
}

function partsLine(parts) {
  const busiest = parts.toSorted((a, b) => b.share - a.share).filter(({ share }) => share > 0);
  return busiest.map(({ name, share }) => `${name} ${percent(share)}`).join(", ");
}
