// What checksums cost a download: requests to the checksum database, and how many have to wait for one another. As
// golang.org/x/mod/sumdb asks, alike in Go 1.14 to 1.27. Proven against real downloads: test/go/checksums. Pure.
import type { Checksums } from "./checksums.ts";
import type { GoClient, Span } from "./reuse.ts";
import type { Sample } from "./sample.ts";
import type { Millis } from "./time.ts";

/** What Go already holds of the tree: tiles in GOMODCACHE/cache/download/sumdb, the head in GOPATH/pkg/sumdb. */
export interface TreeCache {
  /** Records that were looked up before, anywhere in the tree. */
  readonly lookedUp: number;
  /** Records that the tree has got since then. */
  readonly added: number;
}

/** Lookups of a download. */
export interface Lookups {
  /** Modules that neither go.sum nor the module cache has a checksum of, 0 or more. */
  readonly modules: number;
  /** Records in the tree, 1 or more. */
  readonly records: number;
  /** Modules that Go fetches at once, 1 or more. */
  readonly parallel: number;
  /** Signed heads that may come with the answers: 1 while the tree stands still, one for each module at most. */
  readonly heads: number;
  /** Requests before the first lookup, for `supported`. */
  readonly before: number;
  /** `null`: nothing. */
  readonly cache: TreeCache | null;
}

/** How long requests take. */
interface Pace {
  /** The first, with its connection where that is new. */
  readonly firstMs: Millis;
  readonly eachMs: Millis;
}

/** Requests to the checksum database. `expected` is for records anywhere in the tree, with one head. */
export interface ChecksumCost {
  readonly lookups: number;
  readonly tiles: Span;
  /** Requests one after the other, `supported` among them; `most` is all of them. */
  readonly rounds: Span;
  /** An estimate of the expected rounds; `null` where no request was timed. */
  readonly ms: Millis | null;
}

/** The cost of a download of a usual size, as window and `--json` show it. */
export interface ChecksumCosts {
  readonly modules: number;
  /** Records that the tree is taken to have. */
  readonly records: number;
  /** With nothing in Go's caches, as in a new container. */
  readonly cold: ChecksumCost;
  /** After a hundred other modules, the last of them about a day ago. */
  readonly warm: ChecksumCost;
}

/** Hashes in a tile that is full: Go asks for tiles of height 8. */
const WIDTH = 256;

/** A small program's worth, as for the cost in connections. */
const USUAL_MODULES = 10;

/**
 * An assumption: what sum.golang.org had on 2025-10-30, as the auditor sourcespotter.com shows its head. The figures are
 * nearly the same for all trees of 17 million to 4 thousand million records, which have four levels of tiles. No multiple
 * of 256: nearly every tree ends in a tile that is begun.
 */
const USUAL_RECORDS = 45_752_995;

/** An assumption too; the tree had 15,067,302 records on 2023-01-09, so since then about 30,000 came in a day. */
const USUAL_CACHE: TreeCache = { lookedUp: 100, added: 30_000 };

/** TCP, TLS 1.3 and the request itself are one round trip each. */
const TRIPS_OF_FIRST = 3;

/** Of each level of tiles: how many records a hash of it covers. */
function levelsOf(records: number): readonly number[] {
  const levels: number[] = [];
  for (let covered = 1; covered <= records; covered *= WIDTH) levels.push(covered);
  return levels;
}

/** Tiles at the right edge, which the head is checked with: those that are begun and not full. */
function edgesOf(records: number): readonly number[] {
  return levelsOf(records).filter((covered) => Math.floor(records / covered) % WIDTH !== 0);
}

/** Full tiles of each level. They lead down to a record that is not at the edge. */
function fullTiles(records: number): readonly { readonly count: number; readonly share: number }[] {
  return levelsOf(records)
    .map((covered) => ({ count: Math.floor(records / (covered * WIDTH)), share: (covered * WIDTH) / records }))
    .filter(({ count }) => count > 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** Tiles that a new head costs a cache: edges that moved, and those that were an edge and are full now. */
function movedEdges(records: number, added: number): number {
  const moved = edgesOf(records).map((covered) => Math.min(1, added / covered));
  const filled = fullTiles(records).map(({ share }) => Math.min(1, added / (share * records)));
  return sum([...moved, ...filled]);
}

interface Expected {
  readonly edges: number;
  readonly paths: number;
}

function expectedTiles({ modules, records, cache }: Lookups): Expected {
  const known = cache?.lookedUp ?? 0;
  // Each record falls under a tile with the probability `share`: the tiles that one of these and none before fell under.
  const paths = fullTiles(records).map(
    ({ count, share }) => count * (1 - share) ** known * (1 - (1 - share) ** modules),
  );
  return { edges: cache === null ? edgesOf(records).length : movedEdges(records, cache.added), paths: sum(paths) };
}

function leastTiles({ records, cache }: Lookups): number {
  const edges = edgesOf(records);
  if (cache === null) return edges.length;
  return cache.added > 0 && edges[0] === 1 ? 1 : 0;
}

/** Each head may bring new edges, and have those of the one before checked as full tiles; each record its own path. */
function mostTiles({ modules, records, heads }: Lookups): number {
  const full = fullTiles(records);
  const perHead = levelsOf(records).length + full.length;
  return Math.min(heads, modules) * perHead + sum(full.map(({ count }) => Math.min(count, modules)));
}

function around(least: number, expected: number, most: number): Span {
  return { least, expected: Math.min(most, Math.max(least, Math.round(expected))), most };
}

/**
 * What lookups cost while the database answers every request; a partial tile that it lacks is asked for once more, full.
 * @internal
 */
export function checksumCost(lookups: Lookups, pace: Pace | null): ChecksumCost {
  const { modules, parallel, before } = lookups;
  if (modules <= 0)
    return { lookups: 0, tiles: around(0, 0, 0), rounds: around(0, 0, 0), ms: pace === null ? null : 0 };
  const { edges, paths } = expectedTiles(lookups);
  const tiles = around(leastTiles(lookups), edges + paths, mostTiles(lookups));
  const groups = Math.ceil(modules / parallel);
  // The tiles of one lookup go out at once. The first to answer asks for edges and path together; who comes at the same
  // time waits for the edges first.
  const waits = edges >= 0.5 && Math.min(parallel, modules) > 1 && paths >= 1 ? 1 : 0;
  const withTiles = tiles.expected === 0 ? 0 : Math.max(1, Math.min(groups, Math.round(paths)));
  const rounds = around(
    before + groups + (tiles.least > 0 ? 1 : 0),
    before + groups + withTiles + waits,
    before + modules + tiles.most,
  );
  const ms = pace === null ? null : Math.round(pace.firstMs + (rounds.expected - 1) * pace.eachMs);
  return { lookups: modules, tiles, rounds, ms };
}

/** From what was measured anyway: a proxy's answers over the connection that carries the files, or the database's light. */
function paceOf({ way, database }: Pick<Checksums, "way" | "database">, sample: Sample | undefined): Pace | null {
  if (way === "proxy") {
    const eachMs = sample?.stages.ttfbMs ?? null;
    return eachMs === null ? null : { firstMs: eachMs, eachMs };
  }
  const firstMs = database?.state === "on" ? database.ms : null;
  return firstMs === null ? null : { firstMs, eachMs: firstMs / TRIPS_OF_FIRST };
}

/**
 * The cost of a usual download; `null` where nothing is looked up, or it is not known where. `sample` is the last good one
 * of the proxy that lookups go through.
 */
export function checksumCosts(
  checksums: Pick<Checksums, "way" | "requests" | "database">,
  { parallel }: Pick<GoClient, "parallel">,
  sample: Sample | undefined,
): ChecksumCosts | null {
  const { way, requests } = checksums;
  if (way !== "proxy" && way !== "database" && way !== "given") return null;
  const lookups = { modules: USUAL_MODULES, records: USUAL_RECORDS, parallel, heads: USUAL_MODULES, before: requests };
  const pace = paceOf(checksums, sample);
  return {
    modules: USUAL_MODULES,
    records: USUAL_RECORDS,
    cold: checksumCost({ ...lookups, cache: null }, pace),
    warm: checksumCost({ ...lookups, cache: USUAL_CACHE }, pace),
  };
}
