// What real downloads ask of a checksum database, against what checksum-cost.ts expects.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checksumCost, type TreeCache } from "../../../shared/domain/checksum-cost.ts";
import { goClient, type Span } from "../../../shared/domain/reuse.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { type Asked, type ChecksumProxy, openChecksumProxy } from "./checksum-proxy.ts";
import { createSumDatabase, moduleAt, type SumDatabase } from "./sum-database.ts";

/** Two levels of tiles and three. */
const SMALL = 300;
const LARGE = 70_000;

let home: GoHome;
let proxy: ChecksumProxy;
let versions: readonly GoVersion[];
let databases: ReadonlyMap<number, SumDatabase>;

beforeAll(async () => {
  home = createGoHome();
  // Go must never come to its own default, whatever a case says.
  writeFileSync(home.file, "GOPROXY=off\nGOSUMDB=off\n");
  const small = createSumDatabase(SMALL);
  databases = new Map([
    [SMALL, small],
    [LARGE, createSumDatabase(LARGE)],
  ]);
  proxy = await openChecksumProxy(home.folder, small);
  versions = await goVersions();
});

afterAll(async () => {
  await proxy.close();
  home.remove();
});

interface Case {
  readonly records: number;
  readonly isGrowing: boolean;
  readonly way: "database" | "proxy";
  readonly modules: number;
  /** GOMAXPROCS. */
  readonly processors: number;
}

const TREES = [
  { records: SMALL, isGrowing: false, way: "database" },
  { records: LARGE, isGrowing: false, way: "database" },
  { records: LARGE, isGrowing: false, way: "proxy" },
  { records: LARGE, isGrowing: true, way: "database" },
] as const;
const SIZES = [
  { modules: 1, processors: 1 },
  { modules: 10, processors: 1 },
  { modules: 10, processors: 4 },
] as const;
const CASES: readonly Case[] = TREES.flatMap((tree) => SIZES.map((size) => ({ ...tree, ...size })));

function databaseOf({ records }: Case): SumDatabase {
  const database = databases.get(records);
  if (database === undefined) throw new Error(`no tree of ${records} records`);
  return database;
}

interface Run {
  readonly go: GoVersion;
  readonly one: Case;
  readonly folder: string;
}

/** Downloads modules from number `from` on, into the caches of the folder. */
async function download({ go, one, folder }: Run, from: number): Promise<Asked> {
  const names = Array.from({ length: one.modules }, (_, at) => `\t${moduleAt(from + at)} v1.0.0\n`);
  const own = mkdtempSync(join(folder, "main-"));
  writeFileSync(join(own, "go.mod"), `module main.test\n\ngo 1.14\n\nrequire (\n${names.join("")})\n`);
  const { verifier } = databaseOf(one);
  const env = {
    ...home.env,
    GO111MODULE: "on",
    GOFLAGS: "-mod=mod -modcacherw",
    GOPROXY: proxy.url,
    GOSUMDB: one.way === "proxy" ? verifier : `${verifier} ${proxy.direct}`,
    NO_PROXY: "*",
    SSL_CERT_FILE: proxy.caFile,
    GOPATH: join(folder, "gopath"),
    GOMODCACHE: join(folder, "gopath", "pkg", "mod"),
    GOMAXPROCS: String(one.processors),
  };
  proxy.reset(databaseOf(one));
  const said = await new Promise<string>((settle, fail) => {
    const child = spawn(go.path, ["mod", "download"], { cwd: own, env, stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.once("error", fail).once("close", (code) => settle(code === 0 ? "" : `ended with ${code}: ${text}`));
  });
  expect(said).toBe("");
  return proxy.asked();
}

function within(measured: number, { least, most }: Span): boolean {
  return measured >= least && measured <= most;
}

interface Compared {
  readonly what: string;
  readonly asked: Asked;
  readonly tiles: Span;
  readonly rounds: Span;
  readonly fits: boolean;
}

/** The download, and what the model says of it; `cache` is what earlier ones left. */
async function compare(run: Run, from: number, cache: TreeCache | null): Promise<Compared> {
  const { go, one } = run;
  const { parallel } = goClient({ GOMAXPROCS: String(one.processors) }, one.processors, go.version);
  const heads = one.isGrowing ? one.modules : 1;
  const before = one.way === "proxy" ? 1 : 0;
  const { modules, records } = one;
  const cost = checksumCost({ modules, records, parallel, heads, before, cache }, null);
  const asked = await download(run, from);
  const isCounted = asked.supported === before && asked.lookups === cost.lookups && asked.refused === 0;
  const fits = isCounted && within(asked.tiles, cost.tiles) && within(asked.rounds, cost.rounds);
  const tree = `${records}${one.isGrowing ? " and growing" : ""}`;
  const what = `${go.version} ${cache === null ? "cold" : "warm"} ${one.way} ${modules} modules ${parallel} at once of ${tree}`;
  return { what, asked, tiles: cost.tiles, rounds: cost.rounds, fits };
}

function shown({ least, expected, most }: Span): string {
  return `${expected} (${least}-${most})`;
}

test("asks the checksum database as often as the model says, cold and warm, itself and by a proxy", async () => {
  const all: Compared[] = [];
  const still: Compared[] = [];
  for (const go of versions) {
    for (const one of CASES) {
      const run = { go, one, folder: mkdtempSync(join(home.folder, "case-")) };
      databaseOf(one).grow(one.isGrowing);
      const cold = await compare(run, 0, null);
      const warm = await compare(run, one.modules, {
        lookedUp: one.modules,
        added: one.isGrowing ? one.modules : 0,
      });
      rmSync(run.folder, { recursive: true, force: true });
      all.push(cold, warm);
      if (!one.isGrowing) still.push(cold, warm);
    }
  }

  const total = (of: (each: Compared) => number): number => still.reduce((sum, each) => sum + of(each), 0);
  const tiles = { measured: total(({ asked }) => asked.tiles), expected: total((each) => each.tiles.expected) };
  const rounds = { measured: total(({ asked }) => asked.rounds), expected: total((each) => each.rounds.expected) };
  console.log(
    `checksum database: ${all.length} downloads by ${versions.length} releases of Go; with one head ${tiles.measured} tiles measured, ${tiles.expected} expected, ${rounds.measured} rounds measured, ${rounds.expected} expected`,
  );
  const rows = all.map(
    (each) => `${each.what}: ${JSON.stringify(each.asked)}; tiles ${shown(each.tiles)}, rounds ${shown(each.rounds)}`,
  );
  const wrong = rows.filter((_, at) => all[at]?.fits === false);
  expect(wrong.join("\n")).toBe("");
  expect(versions.length).toBeGreaterThanOrEqual(5);
  // Where records lie is chance, and how far workers go in step is the machine's: so sums, and single ones to their bounds.
  expect(tiles.measured).toBeGreaterThan(tiles.expected * 0.75);
  expect(tiles.measured).toBeLessThan(tiles.expected * 1.25);
  expect(rounds.measured).toBeGreaterThan(rounds.expected * 0.75);
  expect(rounds.measured).toBeLessThan(rounds.expected * 1.25);
});
