// A hundred thousand looks in one process: does it keep anything of them?
import { start } from "../children.mjs";
import { GOALS } from "../goals.mjs";
import { plainEnvironment } from "../peers.mjs";
import { onClientSide } from "../pinning.mjs";
import { slope } from "../statistics.mjs";
import { figure, goalTable, table } from "../table.mjs";

const POINTS = 10;
const FULL = { looks: 10_000, limitMs: 240_000 };
const QUICK = { looks: 300, limitMs: 15_000 };

/** Of the time that the whole run has left, what others need after this. In ms. */
const RESERVE_MS = 15_000;

/** Some at a time: quicker, and as the product does it. */
const AT_ONCE = 8;

/** Points before the fit: the first looks make what is made once, and compile what they run through. */
const SETTLING = 2;

/** Looks below which a slope says nothing. */
const ENOUGH = 50_000;

const MB = 2 ** 20;

/**
 * Looks at nginx itself, since nothing is timed, in the app's runtime where there is one; measures after every tenth, and
 * prints what came of it. On a slow machine it ends early, and says so.
 */
export async function memory({ rig, programs, electron, quick, endsAt, print }) {
  const { looks, limitMs } = quick ? QUICK : FULL;
  const runtime = electron ?? process.execPath;
  const command = onClientSide([runtime, programs.prober, rig.caFile]);
  const env = plainEnvironment({ ELECTRON_RUN_AS_NODE: "1" });
  const child = await start("Gangway, very often", command, { env, ready: "ready" });
  const wanted = { do: "soak", url: `https://127.0.0.1:${rig.origin}`, count: looks, atOnce: AT_ONCE };
  const end = Math.min(Date.now() + limitMs, endsAt - RESERVE_MS);
  const points = [];
  while (points.length < POINTS && Date.now() < end) points.push(await child.ask(wanted, limitMs));
  await child.end();
  report({ points, looks, print, name: electron ? "Electron" : "Node" });
}

function report({ points, looks, print, name }) {
  const planned = looks * POINTS;
  const early = points.length < POINTS ? `: ended early, ${planned} did not fit into the time` : "";
  print(`${points.length * looks} looks under ${name}${early}`);
  const rows = points.map(({ heap, outside, rss, failed }, index) => [
    String((index + 1) * looks),
    ...[heap, outside, rss].map((bytes) => figure(bytes / MB)),
    String(failed),
  ]);
  print(`${table(["looks", "heap MB", "outside MB", "RSS MB", "failed"], rows)}\n`);
  const growth = (name) => slope(points.slice(SETTLING).map((point, index) => [(index * looks) / 10_000, point[name]]));
  const [heap, outside, rss] = ["heap", "outside", "rss"].map((name) => growth(name) / 1000);
  print(
    `growth for 10,000 looks from point ${SETTLING + 1} on: outside the heap ${figure(outside)} kB, RSS ${figure(rss)} kB`,
  );
  if (points.length * looks < ENOUGH) print(`heap ${figure(heap)} kB: too few looks to tell growth from settling`);
  else print(`\n${goalTable([{ goal: GOALS.heapGrowth, ours: heap }])}`);
}
