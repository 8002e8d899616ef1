// Measures the app beside the bare window in a world that app.mjs has prepared: `node inside.mjs SCENE`, a file of JSON.
// Ends what it started, whatever happens. Exit code 1 when something could not be measured; a missed goal is a result.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { endAll } from "../children.mjs";
import { startDisplay } from "../display.mjs";
import { GOALS } from "../goals.mjs";
import { loadLine, machineLine } from "../machine.mjs";
import { startPanel } from "../panel.mjs";
import { CpuMeter, proportionalBytes, treeOf } from "../processes.mjs";
import { partOf } from "../sections/idle.mjs";
import { median } from "../statistics.mjs";
import { figure, goalTable, table } from "../table.mjs";
import { environmentOf, homeIn, startBare, startGangway, TITLES } from "./contenders.mjs";
import { paintTimes, switchProfile } from "./page.mjs";
import { startServers } from "./servers.mjs";
import { listenToTray } from "./tray-signals.mjs";

/** Starts of each, and how long they are let be: until memory is read, until rest begins, and at rest; in ms. */
const LENGTHS = {
  full: { rounds: 5, settleMs: 6_000, calmMs: 35_000, restMs: 60_000, switches: 5 },
  quick: { rounds: 1, settleMs: 2_000, calmMs: 1_000, restMs: 4_000, switches: 1 },
};

const ENDPOINTS = 8;

/** How often threads are looked for: a new one may end again. In ms. */
const LOOK_MS = 2_000;

const MB = 2 ** 20;

/** Between two switches, in ms: the tray is told at most once in a while. */
const BETWEEN_MS = 1_500;

const scene = JSON.parse(readFileSync(process.argv[2], "utf8"));
const length = LENGTHS[scene.quick ? "quick" : "full"];

function leave() {
  void endAll().finally(() => process.exit(1));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, leave);

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function bytesByPart(pid) {
  const parts = new Map();
  for (const one of treeOf(pid)) {
    const command = readFileSync(`/proc/${one}/cmdline`, "utf8").replaceAll("\0", " ");
    const part = partOf(command);
    parts.set(part, (parts.get(part) ?? 0) + proportionalBytes([one]));
  }
  return parts;
}

// One after the other, so that neither shares pages or a processor with the other.
async function startOnce(launch) {
  const app = await launch();
  const paints = await paintTimes(app);
  await sleep(length.settleMs);
  const parts = bytesByPart(app.child.pid);
  await app.child.end();
  return { ...paints, parts, bytes: [...parts.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

async function starts(contenders) {
  const rounds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  // The first start of each fills the disk's cache, in a home that is new: it is told, and not counted.
  const firsts = [];
  for (const [name, launch] of Object.entries(contenders)) firsts.push([name, await startOnce(launch)]);
  for (const [name, { useful }] of firsts)
    console.log(`first start ever of ${name}: useful after ${figure(useful)} ms`);
  for (let round = 0; round < length.rounds; round += 1) {
    for (const [name, launch] of Object.entries(contenders)) rounds[name].push(await startOnce(launch));
  }
  return rounds;
}

// Side by side, so that both have the same machine.
async function rest(contenders) {
  const apps = [];
  for (const launch of Object.values(contenders)) apps.push(await launch());
  for (const app of apps) await paintTimes(app);
  await sleep(length.calmMs);
  const meters = apps.map(({ child }) => new CpuMeter([child.pid]));
  const begun = performance.now();
  while (performance.now() - begun < length.restMs) {
    await sleep(LOOK_MS);
    for (const meter of meters) meter.look();
  }
  const passed = performance.now() - begun;
  for (const { child } of apps) await child.end();
  return meters.map((meter) =>
    meter.processes().map(({ command, cpuUs }) => ({ part: partOf(command), percent: cpuUs / 10 / passed })),
  );
}

async function switches(launch, env) {
  const app = await launch();
  await paintTimes(app);
  await sleep(length.settleMs);
  const times = { window: [], tray: [] };
  const tray = await listenToTray(env);
  for (let number = 0; number < length.switches; number += 1) {
    const { clickedAt, seenAt } = await switchProfile(app, TITLES[number % TITLES.length]);
    times.window.push(seenAt - clickedAt);
    times.tray.push((await tray.firstAfter(clickedAt)) - clickedAt);
    await sleep(BETWEEN_MS);
  }
  await tray.end();
  await app.child.end();
  return times;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function inWords(parts, unit) {
  const largest = [...parts].sort(([, a], [, b]) => b - a).slice(0, 5);
  return largest.map(([part, value]) => `${part} ${figure(value)}${unit}`).join(", ");
}

function report({ rounds, atRest, switched }) {
  const [ours, theirs] = [rounds.gangway, rounds.bare];
  const middle = (runs, pick) => median(runs.map(pick));
  const percents = atRest.map((parts) => sum(parts.map(({ percent }) => percent)));
  const rows = Object.entries({ Gangway: ours, "bare window": theirs }).map(([name, runs], at) => [
    name,
    ...[middle(runs, ({ first }) => first), middle(runs, ({ useful }) => useful)].map(figure),
    figure(middle(runs, ({ bytes }) => bytes) / MB),
    figure(percents[at]),
  ]);
  console.log(table(["who", "first paint ms", "useful ms", "PSS MB", "CPU % at rest"], rows));
  for (const [name, runs] of Object.entries({ Gangway: ours, "bare window": theirs })) {
    console.log(
      `PSS of ${name}: ${inWords(
        [...runs.at(-1).parts].map(([part, bytes]) => [part, bytes / MB]),
        " MB",
      )}`,
    );
  }
  const resting = atRest[0].map(({ part, percent }) => [part, percent]);
  const measured = [
    {
      goal: GOALS.appPaint,
      ours: middle(ours, ({ useful }) => useful),
      theirs: middle(theirs, ({ useful }) => useful),
    },
    {
      goal: GOALS.appMemory,
      ours: middle(ours, ({ bytes }) => bytes) / MB,
      theirs: middle(theirs, ({ bytes }) => bytes) / MB,
    },
    { goal: GOALS.appIdle, ours: percents[0] - percents[1], parts: inWords(resting, " %") },
    { goal: GOALS.switchInWindow, ours: median(switched.window) },
    { goal: GOALS.switchInTray, ours: median(switched.tray) },
  ];
  console.log(`\n${goalTable(measured)}`);
}

async function main() {
  console.log(`${machineLine()}\n${loadLine()}\n${scene.versions}\n`);
  const { urls, caFile } = await startServers({ folder: scene.folder, count: ENDPOINTS });
  const desktop = await startDisplay();
  const home = path.join(scene.folder, "desktop");
  mkdirSync(path.join(home, "run"), { recursive: true, mode: 0o700 });
  const env = environmentOf(home, desktop);
  await startPanel(env);
  const common = { electron: scene.electron, desktop };
  const [ours, theirs] = ["gangway", "bare"].map((name) => homeIn(scene.folder, name));
  const contenders = {
    gangway: () => startGangway({ ...common, home: ours, urls, caFile }),
    bare: () => startBare({ ...common, home: theirs }),
  };
  const rounds = await starts(contenders);
  const atRest = await rest(contenders);
  const switched = await switches(contenders.gangway, env);
  report({ rounds, atRest, switched });
}

try {
  await main();
} catch (error) {
  console.log(`could not be measured: ${error.stack}`);
  process.exitCode = 1;
} finally {
  await endAll();
  process.exit();
}
