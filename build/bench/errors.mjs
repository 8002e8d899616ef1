// How far what tools reported was from the truth on the wire. Pure.
import { matchLooks } from "./relay-log.mjs";
import { median, quantile } from "./statistics.mjs";

/**
 * Errors of looks, in ms, with the median truth and report beside them. `lost`: looks whose connection was not found, or
 * that failed.
 * @param {{matched: readonly {look: any, truth: import("./relay-log.mjs").Truth}[], lost: number, failed: number}} given
 */
export function errorsOf({ matched, lost, failed }) {
  const middle = (pick) => median(matched.map(pick));
  const errors = (name) => matched.map(({ look, truth }) => Math.abs(look[name] - truth[name]));
  return {
    lost: lost + failed,
    handshakeMs: middle(({ look }) => look.handshakeMs),
    trueHandshakeMs: middle(({ truth }) => truth.handshakeMs),
    trueFirstByteMs: middle(({ truth }) => truth.ttfbMs),
    handshakeError: spread(errors("handshakeMs")),
    firstByteError: spread(errors("ttfbMs")),
  };
}

function spread(values) {
  return { p50: median(values), p95: quantile(values, 0.95), worst: Math.max(...values, 0) };
}

/** Looks with their truths, joined over several batches. */
export class Matches {
  matched = [];
  lost = 0;
  failed = 0;

  /**
   * Adds a batch: looks, each with its port, and what the relay noted meanwhile. A look that failed, which a busy machine
   * may bring about, is counted; when all did there is nothing to measure, and it throws.
   */
  add(name, { looks, connections, tickets }) {
    const good = looks.filter(({ failure }) => failure === undefined);
    if (good.length === 0) throw new Error(`${name}: every look failed: ${looks[0]?.failure ?? "there was none"}`);
    const { matched, lost } = matchLooks({ looks: good, connections, tickets });
    this.matched.push(...matched);
    this.lost += lost;
    this.failed += looks.length - good.length;
  }
}
