// A busy main process: are timings true all the same when looks are made in another process of the app?
import { mustLeaveSandbox } from "../../arguments.mjs";
import { start } from "../children.mjs";
import { startDisplay } from "../display.mjs";
import { errorsOf, Matches } from "../errors.mjs";
import { GOALS } from "../goals.mjs";
import { figure, goalTable, table } from "../table.mjs";

const DELAY_MS = 25;
const FULL = { rounds: 3, looks: 40 };
const QUICK = { rounds: 1, looks: 25 };
const WARM_UP = 5;

/** A batch takes about 0.11 s a look; this is when it hangs, in ms. */
const BATCH_MS = 60_000;

const IN_MAIN = "in the busy main process";
const BESIDE = "in a utilityProcess beside it";

/** Starts the app twice, lets one and then the other look, and prints what came of it. */
export async function busy({ rig, programs, electron, quick, print }) {
  const { rounds, looks } = quick ? QUICK : FULL;
  const display = await startDisplay();
  rig.delay(DELAY_MS);
  const hosts = [];
  for (const [name, ...more] of [[BESIDE, programs.prober], [IN_MAIN]]) {
    const switches = ["--disable-gpu", ...(mustLeaveSandbox() ? ["--no-sandbox"] : [])];
    const command = [electron, ...switches, programs["busy-app"], rig.caFile, ...more];
    const child = await start(`Electron, looking ${name}`, command, { env: environment(display), ready: "ready" });
    hosts.push({ name, child, matches: new Matches() });
  }
  for (const { child } of hosts) await child.ask({ do: "looks", url: rig.url(), count: WARM_UP }, BATCH_MS);
  await rig.connections();
  for (let round = 0; round < rounds; round += 1) {
    for (const host of hosts) await lookFrom(host, { rig, looks });
  }
  for (const { child } of hosts) await child.end();
  report({ hosts, rounds, looks, print });
}

// Electron run as Node by whoever started us would be no app.
function environment(display) {
  const env = { ...process.env, ...display };
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}

async function lookFrom({ name, child, matches }, { rig, looks }) {
  const answer = await child.ask({ do: "looks", url: rig.url(), count: looks }, BATCH_MS);
  const placed = answer.looks.map((look) => ({ ...look, port: rig.port() }));
  matches.add(name, { looks: placed, connections: await rig.connections(), tickets: rig.tickets });
}

function report({ hosts, rounds, looks, print }) {
  const results = hosts.map(({ name, matches }) => ({ name, ...errorsOf(matches) }));
  print(`D = ${DELAY_MS} ms each way, main process busy for 20 ms in every 100, ${rounds} rounds of ${looks} looks`);
  const head = ["looks made", "handshake error p50", "p95", "worst", "first-byte error p50", "p95", "worst", "lost"];
  const rows = results.map(({ name, handshakeError: one, firstByteError: two, lost }) => [
    name,
    ...[one.p50, one.p95, one.worst, two.p50, two.p95, two.worst].map(figure),
    String(lost),
  ]);
  print(`${table(head, rows)}\n`);
  const [beside] = results;
  print(
    goalTable([
      { goal: GOALS.busyHandshake, ours: beside.handshakeError.p95 },
      { goal: GOALS.busyFirstByte, ours: beside.firstByteError.p95 },
    ]),
  );
}
