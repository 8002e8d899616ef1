import type { ChecksumCosts } from "../domain/checksum-cost.ts";
import type { Reuse } from "../domain/reuse.ts";
import { tenths } from "./tenths.ts";
import type { Translate } from "./translate.ts";

/** Keys of the protocols: a dot in a key would divide it. */
const PROTOCOL = { h2: "h2", "http/1.1": "http1" } as const;

/** What reaching an endpoint costs a download, as one sentence. */
export function sayReuse(t: Translate, { alpn, files, connections, tunnels }: Reuse): string {
  const { least, expected, most } = connections;
  const figures = {
    protocol: t(`download:protocol.${alpn === null ? "plain" : PROTOCOL[alpn]}`),
    files,
    count: expected,
    least,
    most,
  };
  // Two workers or one make no more than that; what is left to chance is whether the second needs its own.
  const cost = t(`download:reuse.${most > 2 && most !== expected ? "about" : "exact"}`, figures);
  if (alpn === null) return cost;
  return t(`download:reuse.${tunnels.most > 0 ? "tunnels" : "handshakes"}`, { cost });
}

/** What checksums cost a download, as one sentence: with empty caches, and the tiles with filled ones. */
export function sayChecksumCosts(t: Translate, { modules, cold, warm }: ChecksumCosts): string {
  const counts = t("download:checksum-cost.counts", {
    modules,
    lookups: cold.lookups,
    tiles: cold.tiles.expected,
    warm: warm.tiles.expected,
    rounds: cold.rounds.expected,
  });
  if (cold.ms === null) return counts;
  return t("download:checksum-cost.timed", { counts, seconds: tenths(Math.max(0.1, cold.ms / 1_000)) });
}
