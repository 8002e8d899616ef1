// A thousand endpoints, each looked at every ten seconds: is every look made in time, what does it cost, and are timings
// still true? Ours is the engine with its own schedule, and beside it the bare prober on a timetable, as the peer is.
import { startBlackbox } from "../blackbox.mjs";
import { start } from "../children.mjs";
import { errorsOf, Matches } from "../errors.mjs";
import { GOALS } from "../goals.mjs";
import { plainEnvironment } from "../peers.mjs";
import { onClientSide } from "../pinning.mjs";
import { cpuUs } from "../processes.mjs";
import { median, quantile } from "../statistics.mjs";
import { figure, goalTable, table } from "../table.mjs";
import { keepTo } from "../timetable.mjs";

const DELAY_MS = 25;
const ENDPOINTS = 1_000;
const PERIOD_MS = 10_000;

/** As many as the product makes at a time (`shared/domain/schedule.ts`). */
const AT_ONCE = 64;

/** Before it counts: a tenth of a second of looks would measure the start. In ms. */
const WARM_UP_MS = 2_000;

/** Until the engine has looked at everything three times and goes its regular way, in ms. */
const SETTLE_MS = 25_000;

/** How long the engine is watched: each endpoint is due at least once, most twice; in ms. */
const WINDOW_MS = 20_000;

/** A look of the engine that begins so much later than it may is missed, in ms: what a timer is late on a busy machine. */
const SLACK_MS = 500;

/** A period, and what is left over of it on a busy machine, in ms. */
const BATCH_MS = PERIOD_MS * 4;

/** Lets each tool look for a period in turns, and prints what came of it. */
export async function many({ rig, folder, programs, electron, quick, print }) {
  rig.delay(DELAY_MS);
  const tools = await startTools({ rig, folder, programs, electron, quick });
  const results = tools.map(({ name }) => ({ name, batches: [], matches: new Matches(), late: [] }));
  for (let round = 0; round < (quick ? 1 : 2); round += 1) {
    for (const [index, tool] of tools.entries()) await measure(tool, results[index], rig);
  }
  for (const tool of tools) await tool.end();
  const engine = await watchEngine({ rig, programs, electron });
  report({ results: [engine, ...results].map(summarise), print });
}

async function startTools({ rig, folder, programs, electron, quick }) {
  const app = inApp(electron);
  const mine = await scheduled({ name: `prober, ${app.runtime}`, rig, programs, ...app });
  const exporter = await exporterOnSchedule({ rig, folder });
  if (quick || !electron) return [mine, exporter];
  return [mine, await scheduled({ name: "prober, Node", rig, programs, ...inApp(undefined) }), exporter];
}

// Electron where there is one, as the product's engine has it.
function inApp(electron) {
  if (!electron) return { runtime: "Node", execPath: process.execPath, env: {} };
  return { runtime: "Electron", execPath: electron, env: { ELECTRON_RUN_AS_NODE: "1" } };
}

async function watchEngine({ rig, programs, electron }) {
  const { runtime, execPath, env } = inApp(electron);
  const name = `Gangway's engine, ${runtime}`;
  const command = onClientSide([execPath, programs.prober, rig.caFile]);
  const child = await start(name, command, { env: plainEnvironment(env), ready: "ready" });
  await child.ask({ do: "engine", urls: urls(rig), settleMs: SETTLE_MS }, BATCH_MS);
  await rig.connections();
  const { looks, cpuUs: used } = await child.ask({ do: "window", forMs: WINDOW_MS }, BATCH_MS);
  const matches = new Matches();
  matches.add(name, { looks, connections: await rig.connections(), tickets: rig.tickets });
  await child.end();
  const batch = batchOf({ used, forMs: WINDOW_MS, looks, missed: missedByEngine(looks) });
  return { name, batches: [batch], matches, late: looks.map(({ lateMs }) => lateMs) };
}

/** Endpoints that were not looked at, and looks that failed or began too late. */
export function missedByEngine(looks) {
  const seen = new Set(looks.map(({ port }) => port));
  const bad = looks.filter(({ lateMs, failure }) => lateMs > SLACK_MS || failure !== undefined);
  return ENDPOINTS - seen.size + bad.length;
}

function urls(rig) {
  return Array.from({ length: ENDPOINTS }, (_, endpoint) => rig.url(endpoint));
}

async function scheduled({ name, rig, programs, execPath, env }) {
  const command = onClientSide([execPath, programs.prober, rig.caFile]);
  const child = await start(name, command, { env: plainEnvironment(env), ready: "ready" });
  const wanted = { do: "schedule", urls: urls(rig), atOnce: AT_ONCE, periods: 1 };
  const few = { ...wanted, urls: wanted.urls.slice(0, (ENDPOINTS * WARM_UP_MS) / PERIOD_MS) };
  return {
    name,
    warmUp: () => child.ask({ ...few, periodMs: WARM_UP_MS }, BATCH_MS),
    period: () => child.ask({ ...wanted, periodMs: PERIOD_MS }, BATCH_MS),
    end: () => child.end(),
  };
}

// It has no limit of its own, and is asked by as many scrapes as are due.
async function exporterOnSchedule({ rig, folder }) {
  const exporter = await startBlackbox({ rig, folder });
  const endpoints = Array.from({ length: ENDPOINTS }, (_, endpoint) => endpoint);
  const lookAt = async (among, periodMs) => {
    const looks = [];
    const before = cpuUs(exporter.pid);
    await keepTo({ among, periodMs, periods: 1, atOnce: ENDPOINTS }, async (endpoint, lateMs) => {
      looks.push({ ...(await exporter.look(rig.url(endpoint))), port: rig.port(endpoint), lateMs });
    });
    return { looks, cpuUs: cpuUs(exporter.pid) - before };
  };
  return {
    name: "blackbox",
    warmUp: () => lookAt(endpoints.slice(0, (ENDPOINTS * WARM_UP_MS) / PERIOD_MS), WARM_UP_MS),
    period: () => lookAt(endpoints, PERIOD_MS),
    end: () => exporter.end(),
  };
}

async function measure(tool, result, rig) {
  await tool.warmUp();
  await rig.connections();
  const { looks, cpuUs: used } = await tool.period();
  result.matches.add(tool.name, { looks, connections: await rig.connections(), tickets: rig.tickets });
  result.batches.push(batchOf({ used, forMs: PERIOD_MS, looks, missed: missedOf(looks) }));
  result.late.push(...looks.map(({ lateMs }) => lateMs));
}

function batchOf({ used, forMs, looks, missed }) {
  return { cpuShare: used / 1000 / forMs, rate: (looks.length * 1000) / forMs, missed };
}

/** Looks that failed, or were not begun before the next of the same endpoint was due. */
export function missedOf(looks) {
  return ENDPOINTS - looks.filter(({ lateMs, failure }) => lateMs < PERIOD_MS && failure === undefined).length;
}

function summarise({ name, batches, matches, late }) {
  return {
    name,
    cpuShare: median(batches.map(({ cpuShare }) => cpuShare)),
    rate: median(batches.map(({ rate }) => rate)),
    missed: batches.reduce((sum, { missed }) => sum + missed, 0),
    late: quantile(late, 0.99),
    ...errorsOf(matches),
  };
}

function report({ results, print }) {
  print(
    `D = ${DELAY_MS} ms each way, ${ENDPOINTS} endpoints every ${PERIOD_MS / 1000} s, the prober at most ${AT_ONCE} at a time`,
  );
  const head = [
    "tool",
    "CPU %",
    "looks a second",
    "missed",
    "late p99 ms",
    "handshake error p50",
    "p95",
    "first-byte error p50",
    "p95",
    "lost",
  ];
  const rows = results.map(({ name, cpuShare, rate, missed, late, handshakeError: one, firstByteError: two, lost }) => [
    name,
    figure(cpuShare * 100),
    figure(rate),
    String(missed),
    ...[late, one.p50, one.p95, two.p50, two.p95].map(figure),
    String(lost),
  ]);
  print(`${table(head, rows)}\n`);
  const [mine] = results;
  const exporter = results.find(({ name }) => name === "blackbox");
  print(
    goalTable([
      { goal: GOALS.manyMissed, ours: mine.missed },
      { goal: GOALS.manyCpu, ours: mine.cpuShare * 100, theirs: exporter.cpuShare * 100 },
      { goal: GOALS.manyHandshake, ours: mine.handshakeError.p95, theirs: exporter.handshakeError.p95 },
    ]),
  );
}
