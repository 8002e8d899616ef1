// Whole handshakes of this runtime: small hellos that differ from Go's, so that they pass where only Go's fails, and that
// bring the certificate to light. Nothing is sent behind them.
import type { SecureContext, TLSSocket } from "node:tls";
import type { Cell, CellId } from "../../../shared/domain/diagnosis.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import { classify, faultOf } from "../probe/classify.ts";
import { Aborted, Expired } from "../probe/deadline.ts";
import { hostOf } from "../probe/route.ts";
import { handshake } from "../probe/stages.ts";
import { Tap } from "../probe/tap.ts";
import { authorizationCode, factsOf, type Secured } from "../probe/tls-facts.ts";
import type { Trusted } from "../probe/trust.ts";
import { handshakeFailure } from "../probe/wire-failure.ts";
import { marksOf } from "./certificate-marks.ts";
import { cellOver, failedCell, type Target } from "./journeys.ts";
import type { Surroundings } from "./surroundings.ts";

interface Shape {
  readonly context: (trusted: Trusted) => SecureContext;
  readonly alpn: readonly string[];
  /** The protocol without which the cell says nothing. */
  readonly wanted?: "h2";
}

/** What Go offers. */
const BOTH = ["h2", "http/1.1"] as const;

const SHAPES = {
  tls12: { context: (trusted) => trusted.only("TLSv1.2"), alpn: BOTH },
  tls13: { context: (trusted) => trusted.only("TLSv1.3"), alpn: BOTH },
  h2: { context: ({ context }) => context, alpn: BOTH, wanted: "h2" },
  http11: { context: ({ context }) => context, alpn: ["http/1.1"] },
} as const satisfies Partial<Record<CellId, Shape>>;

/** Cells that are whole handshakes. */
export type HandshakeCellId = keyof typeof SHAPES;

/** Whether the cell is a whole handshake. */
export function isHandshakeCell(id: CellId): id is HandshakeCellId {
  return id in SHAPES;
}

/** A finished handshake with the marks of its certificate. */
interface Inspected extends Secured {
  readonly certificate: Cell["certificate"];
}

function seen(secured: Inspected, trusted: Trusted): Partial<Cell> {
  const { certificate } = secured;
  const tls = factsOf(secured, trusted);
  return { ...(tls === null ? {} : { tls }), ...(certificate === undefined ? {} : { certificate }) };
}

/** A certificate that is not accepted ends the talk; the handshake itself has passed. */
function verdictOn(socket: TLSSocket): { readonly failure?: Failure } {
  const code = authorizationCode(socket);
  return code === null ? {} : { failure: classify("handshake", { code }) };
}

/** Shakes hands as this cell says. */
export function handshakeCell(id: HandshakeCellId, around: Surroundings, target: Target): Promise<Cell> {
  const { alpn, context, ...shape }: Shape = SHAPES[id];
  const state = around.looker.toolsNow().trust;
  if (state.kind === "missing") {
    return Promise.resolve(failedCell(id, { stage: "handshake", kind: "local", raw: state.raw }));
  }
  const { trusted } = state;
  // Made here and not on the way: it takes longer than a handshake.
  const secureContext = context(trusted);
  return cellOver(id, around, target, async (transport, progress) => {
    const begun = performance.now();
    const tap = new Tap(transport);
    try {
      const secured = await progress.step("handshake", null, async (): Promise<Inspected> => {
        let certificate: Cell["certificate"];
        const inspect = (socket: TLSSocket) => {
          certificate = marksOf(socket);
        };
        const host = hostOf(target.url);
        const started = handshake({ socket: tap, host, context: secureContext, alpn, inspect });
        progress.own(started.socket);
        const leaf = await started.finished;
        return { socket: started.socket, leaf, flight: tap.flight, certificate };
      });
      const handshakeMs = tap.settleHandshake();
      const isUnwanted = shape.wanted !== undefined && secured.socket.alpnProtocol !== shape.wanted;
      const outcome = isUnwanted
        ? ({ outcome: "skipped", skipped: "not-offered" } as const)
        : verdictOn(secured.socket);
      return { handshakeMs, ...seen(secured, trusted), ...outcome };
    } catch (error) {
      if (error instanceof Aborted || error instanceof Expired) throw error;
      const failure = handshakeFailure(classify("handshake", faultOf(error)), tap);
      return { failure, answerMs: performance.now() - begun };
    }
  });
}
