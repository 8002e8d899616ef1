// Fills the matrix of one endpoint: speaks to it in every way of CELL_IDS, over the route that go would take, and keeps what
// became of each. What the matrix means is in shared/domain/diagnosis-*.ts; this only asks.
//
//   look-cell.ts    whole looks, one per family       handshake-cell.ts     handshakes of this runtime
//   hello-cell.ts   single hellos, as go says them    certificate-marks.ts  what a certificate tells of its maker
//   journeys.ts     the way there, for both           endpoint-addresses.ts where the endpoint is
//   surroundings.ts what all of them work with
//
// What always holds: behind the two looks there is one connection at a time, closed before the next; a gap between them
// unless the endpoint is on this machine; the order of the hellos is drawn by lot, because what cuts one connection may cut
// those after it; nothing is sent behind a hello or a handshake; at most 15 connections, and two tiny requests. What our own
// side spoiled is tried once more.
import { CELL_IDS, type Cell, type CellId, type Diagnosis } from "../../../shared/domain/diagnosis.ts";
import { isPublicHost } from "../../../shared/domain/diagnosis-public-host.ts";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { Aborted, pause } from "../probe/deadline.ts";
import { hostOf } from "../probe/route.ts";
import type { Family } from "../probe/stages.ts";
import { addressesToTell, isNamed, isOwnMachine } from "./endpoint-addresses.ts";
import { handshakeCell, isHandshakeCell } from "./handshake-cell.ts";
import { helloCell, isHelloCell, leavesSomethingOut } from "./hello-cell.ts";
import type { Target } from "./journeys.ts";
import { isReached, takeLooks } from "./look-cell.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Between two connections to somebody else's machine, drawn anew each time: half a second on the average. Long enough that
 * one hello's fate does not decide the next one's (boxes keep cutting for a while), short enough to be waited for.
 */
const LEAST_GAP_MS: Millis = 250;
const MOST_GAP_MS: Millis = 750;

/** What one diagnosis is told. */
export interface DiagnosisWish {
  /** An https endpoint. */
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  /** Called before each cell: how many are done, and of how many; and those that are filled, in the order of filling. */
  readonly filling?: (done: number, total: number, cells: readonly Cell[]) => void;
}

/** Cells that are tried on every endpoint that is reached. */
const ALWAYS: readonly CellId[] = [
  "tls12",
  "tls13",
  "tls13-large",
  "go-hello",
  "go-hello-small",
  "go-hello-split",
  "control-name",
  "h2",
  "http11",
];

/** Cells that tell causes apart once one of these hellos has failed. */
const FOR_CAUSES: readonly CellId[] = ["go-hello-no-mlkem", "go-hello-no-new-schemes"];
const SUSPECTS: readonly CellId[] = ["go-hello", "go-hello-split", "tls13-large"];

/** The same items in an order drawn by lot. */
function shuffled<T>(items: readonly T[], chance: () => number): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(Math.floor(chance() * left.length), 1));
}

/** The cell with its times to 1 µs: what the clock is good for. */
function rounded({ answerMs, connectMs, handshakeMs, waitedMs, ...cell }: Cell): Cell {
  const times = Object.entries({ connectMs, answerMs, handshakeMs, waitedMs });
  const known = times.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, Math.round(ms * 1_000) / 1_000]]));
  return { ...cell, ...(Object.fromEntries(known) as Partial<Cell>) };
}

type Cells = Map<CellId, Cell>;

/** A matrix that is being filled. */
interface Filling {
  readonly around: Surroundings;
  readonly wish: DiagnosisWish;
  readonly target: Target;
  readonly cells: Cells;
}

async function keepDistance({ around, target, wish, cells }: Filling): Promise<void> {
  wish.filling?.(cells.size, CELL_IDS.length, [...cells.values()].map(rounded));
  const drawn = LEAST_GAP_MS + around.chance() * (MOST_GAP_MS - LEAST_GAP_MS);
  const gapMs = around.gapMs ?? (isOwnMachine(target.url) ? 0 : drawn);
  if (gapMs > 0) await pause(gapMs, wish.signal);
  if (wish.signal.aborted) throw new Aborted();
}

function speak(id: CellId, { around, target }: Filling): Promise<Cell> {
  if (isHandshakeCell(id)) return handshakeCell(id, around, target);
  if (isHelloCell(id)) return helloCell(id, around, target);
  throw new Error(`${id} is filled by a look`);
}

/** What needs no try for this cell; `null` when it does. */
function skipped(id: CellId, { around, cells, target }: Filling): Cell | null {
  if (id === "control-name" && !isNamed(target.url)) return { id, outcome: "skipped", skipped: "no-name" };
  const isForCauses = FOR_CAUSES.includes(id);
  if (isForCauses && !SUSPECTS.some((suspect) => cells.get(suspect)?.outcome === "failed")) {
    return { id, outcome: "skipped", skipped: "not-needed" };
  }
  const isSame = isForCauses && isHelloCell(id) && !leavesSomethingOut(id, around.hello.template);
  return isSame ? { id, outcome: "skipped", skipped: "same-hello" } : null;
}

async function fill(ids: readonly CellId[], filling: Filling): Promise<void> {
  for (const id of ids) {
    const needless = skipped(id, filling);
    if (needless === null) await keepDistance(filling);
    const cell = needless ?? (await speak(id, filling));
    // A failure of our own says nothing of the endpoint, so it gets one more chance.
    filling.cells.set(id, cell.failure?.kind === "local" ? await speak(id, filling) : cell);
  }
}

async function fillMatrix(around: Surroundings, wish: DiagnosisWish): Promise<Diagnosis> {
  const { endpoint, signal } = wish;
  const url = new URL(endpoint.url);
  const at = around.clock.now();
  wish.filling?.(0, CELL_IDS.length, []);
  const looks = await takeLooks({ endpoint, signal, probers: around.probers });
  const cells: Cells = new Map(looks.cells.map((cell) => [cell.id, cell]));
  const reached = looks.cells.find(isReached);
  if (reached !== undefined) {
    const family: Family = reached.id === "ipv6" ? 6 : 4;
    const filling = { around, wish, cells, target: { url, family, signal } };
    await fill(shuffled(ALWAYS, around.chance), filling);
    await fill(FOR_CAUSES, filling);
  }
  return {
    endpoint: endpoint.name,
    at,
    goVersion: around.goVersion,
    helloVersion: around.hello.template.version,
    helloOrigin: around.hello.origin,
    matrix: CELL_IDS.map((id) => rounded(cells.get(id) ?? { id, outcome: "skipped", skipped: "unreachable" })),
    situation: { via: looks.via, isPublicHost: isPublicHost(hostOf(url)) },
    addresses: looks.via === "direct" ? await addressesToTell(url, around.looker.toolsNow().lookup) : [],
  };
}

/** Fills the matrix. Resolves to `null` when the signal aborted it; never rejects for what the network does. */
export async function diagnose(around: Surroundings, wish: DiagnosisWish): Promise<Diagnosis | null> {
  try {
    return await fillMatrix(around, wish);
  } catch (error) {
    if (error instanceof Aborted) return null;
    throw error;
  }
}
