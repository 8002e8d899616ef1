// One look after the other, at three distances: what a look costs, and how true its timings are.
import { errorsOf, Matches } from "../errors.mjs";
import { GOALS } from "../goals.mjs";
import { blackbox, curl, goFloor, nodeHttps, ours, tlsFloor } from "../peers.mjs";
import { median } from "../statistics.mjs";
import { figure, goalTable, table } from "../table.mjs";

/**
 * Each way's delay in ms, and the looks of each tool a round: fewer where each takes longer. Three rounds, interleaved, so
 * that a slow minute of the machine falls on everybody. On a very busy one no further round is begun after `limitMs`, half
 * as long again as all take in peace, so that the other sections have their time.
 */
const FULL = {
  rounds: 3,
  limitMs: 70_000,
  distances: [
    { delayMs: 0, looks: 100 },
    { delayMs: 5, looks: 60 },
    { delayMs: 25, looks: 25 },
  ],
};
const QUICK = {
  rounds: 2,
  limitMs: 15_000,
  distances: [
    { delayMs: 0, looks: 20 },
    { delayMs: 5, looks: 10 },
    { delayMs: 25, looks: 4 },
  ],
};

/** Looks of each tool before the first that counts. */
const WARM_UP = 30;

const GO_FLOOR = "Go crypto/tls loop";
/** In the runtime that ours is judged in. */
const TLS_FLOOR = "tls.connect loop";

const HEAD = ["tool", "CPU ms", "wall ms"];
const WIRE = ["handshake true", "said", "error p50", "p95", "first byte true", "error p50", "p95", "lost"];

/** Starts all tools, looks, and prints what came of it. */
export async function sequential({ rig, folder, programs, electron, quick, print }) {
  const plan = quick ? QUICK : FULL;
  const tools = await startTools({ rig, folder, programs, electron });
  const measured = [];
  for (const { delayMs, looks } of plan.distances) {
    const { results, rounds } = await distance({ rig, tools, delayMs, looks, plan });
    print(`D = ${delayMs} ms each way, rounds of ${looks} looks: ${rounds}\n${resultTable(results)}\n`);
    measured.push(...goalsAt(results, delayMs));
  }
  for (const tool of tools) await tool.end();
  print(goalTable(measured));
}

async function startTools({ rig, folder, programs, electron }) {
  const asNode = { ELECTRON_RUN_AS_NODE: "1" };
  const tools = [
    await ours({ name: "Gangway, Node", program: programs.prober, rig }),
    await blackbox({ name: "blackbox", rig, folder }),
    curl({ name: "curl, system roots", rig, caFile: rig.bundleFile }),
    curl({ name: "curl, one root", rig, caFile: rig.caFile }),
    await nodeHttps({ name: "Node https", rig }),
    goFloor({ name: GO_FLOOR, rig }),
    await tlsFloor({ name: TLS_FLOOR, rig, ...(electron ? { execPath: electron, env: asNode } : {}) }),
  ];
  if (!electron) return tools;
  const app = { name: "Gangway, Electron", program: programs.prober, execPath: electron, env: asNode, rig };
  return [await ours(app), ...tools];
}

async function distance({ rig, tools, delayMs, looks, plan }) {
  rig.delay(delayMs);
  const results = new Map(tools.map(({ name }) => [name, { name, batches: [], matches: new Matches() }]));
  for (const tool of tools) await tool.looks(rig.url(), Math.min(WARM_UP, looks));
  await rig.connections();
  const end = performance.now() + plan.limitMs;
  let rounds = 0;
  while (rounds < plan.rounds && performance.now() < end) {
    for (const tool of tools) {
      const batch = await tool.looks(rig.url(), looks);
      add(results.get(tool.name), batch, await rig.connections(), rig);
    }
    rounds += 1;
  }
  return { results: [...results.values()].map(summarise), rounds };
}

function add(result, { looks, cpuUs }, connections, rig) {
  const placed = looks.map((look) => ({ ...look, port: rig.port() }));
  result.matches.add(result.name, { looks: placed, connections, tickets: rig.tickets });
  result.batches.push({
    cpuMs: cpuUs / 1000 / looks.length,
    wallMs: median(looks.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1e6)),
  });
}

// CPU and wall: the median of the rounds. Errors: of all looks together.
function summarise({ name, batches, matches }) {
  return {
    name,
    cpuMs: median(batches.map(({ cpuMs }) => cpuMs)),
    wallMs: median(batches.map(({ wallMs }) => wallMs)),
    ...errorsOf(matches),
  };
}

function resultTable(results) {
  const rows = results.map((one) => [
    one.name,
    ...[one.cpuMs, one.wallMs, one.trueHandshakeMs, one.handshakeMs].map(figure),
    ...[one.handshakeError.p50, one.handshakeError.p95, one.trueFirstByteMs].map(figure),
    ...[one.firstByteError.p50, one.firstByteError.p95].map(figure),
    String(one.lost),
  ]);
  return table([...HEAD, ...WIRE], rows);
}

// Ours is the app's runtime; plain Node, which the command line runs on, where there is no Electron.
function goalsAt(results, delayMs) {
  const of = (name) => results.find((one) => one.name === name);
  const mine = of("Gangway, Electron") ?? of("Gangway, Node");
  const exporter = of("blackbox");
  const floors = [
    { what: "a bare loop in Go", value: of(GO_FLOOR).cpuMs },
    { what: "a bare tls.connect loop in our runtime", value: of(TLS_FLOOR).cpuMs },
  ];
  const at = `D = ${delayMs}`;
  return [
    { goal: GOALS.cpuAgainstBlackbox, at, ours: mine.cpuMs, theirs: exporter.cpuMs, floors },
    { goal: GOALS.cpuAgainstCurl, at, ours: mine.cpuMs, theirs: of("curl, system roots").cpuMs, floors },
    { goal: GOALS.handshakeError, at, ours: mine.handshakeError.p50, theirs: exporter.handshakeError.p50 },
    { goal: GOALS.firstByteError, at, ours: mine.firstByteError.p50, theirs: exporter.firstByteError.p50 },
  ];
}
