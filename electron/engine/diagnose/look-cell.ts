// Whole looks, as the background measurement takes them: one for each family of addresses. They come first, since they tell
// whether there is anybody to speak to, and they alone see what is answered behind the handshake.
import type { Cell, SkipReason } from "../../../shared/domain/diagnosis.ts";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { FailureKind } from "../../../shared/domain/failure.ts";
import { isLocal, type Sample, type Via } from "../../../shared/domain/sample.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import type { Prober } from "../ports.ts";
import { Aborted } from "../probe/deadline.ts";
import type { Family } from "../probe/stages.ts";
import { isOwnMachine } from "./endpoint-addresses.ts";

/** Both looks, and the route that they took. */
export interface Looks {
  readonly cells: readonly [Cell, Cell];
  readonly via: Via;
}

/** What looks are taken with. */
export interface LookWish {
  readonly probers: Readonly<Record<Family, Prober>>;
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
}

const UNHEARD: ReadonlySet<FailureKind> = new Set<FailureKind>(["silent", "resolver-silent"]);

/** Time in the stage that failed: what is left of the whole. */
function lostIn({ failure, stages, totalMs }: Sample): Partial<Cell> {
  if (failure === null) return {};
  const passed = Object.values(stages).filter((ms): ms is Millis => typeof ms === "number");
  const ms = Math.max(0, totalMs - passed.reduce((sum, each) => sum + each, 0));
  return UNHEARD.has(failure.kind) ? { waitedMs: ms } : { answerMs: ms };
}

function cellOf(id: "ipv4" | "ipv6", sample: Sample): Cell {
  const { failure, stages, tls } = sample;
  return {
    id,
    outcome: failure === null ? "ok" : "failed",
    ...(failure === null ? {} : { failure }),
    ...(stages.connectMs === null ? {} : { connectMs: stages.connectMs }),
    ...(stages.handshakeMs === null ? {} : { handshakeMs: stages.handshakeMs }),
    ...lostIn(sample),
    ...(tls === null ? {} : { tls }),
  };
}

/** Whether the look of this cell came as far as the endpoint, so that it can be spoken to. */
export function isReached({ outcome, failure }: Cell): boolean {
  if (outcome === "ok") return true;
  return failure?.stage === "handshake" || failure?.stage === "http" || failure?.stage === "protocol";
}

/** Two looks at one endpoint, one of which failed. */
interface Pair {
  readonly failed: Cell;
  readonly other: Cell;
  readonly url: string;
}

/** Failures that are none of the endpoint's, given how the other family fares. */
const EXCUSES: readonly (readonly [SkipReason, (pair: Pair) => boolean])[] = [
  [
    "no-address",
    ({ failed, other }) => failed.failure?.kind === "name-not-found" && other.failure?.kind !== "name-not-found",
  ],
  ["not-attached", ({ failed, other }) => failed.failure?.kind === "local" && isReached(other)],
  // A server for tests listens on one of the loopback addresses; `localhost` has both.
  [
    "loopback",
    ({ failed, other, url }) => failed.failure?.kind === "refused" && isReached(other) && isOwnMachine(new URL(url)),
  ],
];

function excused(pair: Pair): Cell {
  const skipped = EXCUSES.find(([, holds]) => holds(pair))?.[0];
  return skipped === undefined ? pair.failed : { id: pair.failed.id, outcome: "skipped", skipped };
}

async function lookOnce({ endpoint, probers, signal }: LookWish, family: Family): Promise<Sample> {
  const sample = await probers[family].probe(endpoint, signal);
  if (sample === null) throw new Aborted();
  return sample;
}

/** A look that our own side spoiled says nothing of the endpoint, so it is taken once more; the second one counts. */
async function look(wish: LookWish, family: Family): Promise<Sample> {
  const sample = await lookOnce(wish, family);
  return isLocal(sample) ? lookOnce(wish, family) : sample;
}

/** Looks over both families at once: they lead to different addresses, and a dead one takes seconds. */
export async function takeLooks(wish: LookWish): Promise<Looks> {
  const [four, six] = await Promise.all([look(wish, 4), look(wish, 6)]);
  const [ipv4, ipv6] = [cellOf("ipv4", four), cellOf("ipv6", six)];
  const { url } = wish.endpoint;
  const cells = [excused({ failed: ipv4, other: ipv6, url }), excused({ failed: ipv6, other: ipv4, url })] as const;
  return { cells, via: four.via };
}
