// What the model says by itself; that Go agrees is shown in test/go/checksums.
import { expect, test } from "vitest";
import { checksumCost, checksumCosts, type Lookups } from "../../../shared/domain/checksum-cost.ts";
import type { Light } from "../../../shared/domain/lights.ts";
import { reason } from "../../../shared/domain/reason.ts";
import { sayChecksumCosts } from "../../../shared/view/download-texts.ts";
import { createTranslate } from "../../../shared/view/translate.ts";
import { good } from "../../support/samples.ts";

const ONE: Lookups = { modules: 1, records: 45_752_995, parallel: 1, heads: 1, before: 0, cache: null };
const CLIENT = { parallel: 1 };

test("a first module needs the edges of all levels and the way down to its record, in two rounds", () => {
  const { lookups, tiles, rounds } = checksumCost(ONE, null);
  expect({ lookups, tiles, rounds }).toEqual({
    lookups: 1,
    tiles: { least: 4, expected: 7, most: 10 },
    rounds: { least: 2, expected: 2, most: 11 },
  });
});

test("a tree of one full tile has that tile alone", () => {
  expect(checksumCost({ ...ONE, records: 256 }, null).tiles).toEqual({ least: 1, expected: 2, most: 4 });
  expect(checksumCost({ ...ONE, records: 255 }, null).tiles).toEqual({ least: 1, expected: 1, most: 1 });
});

test("tiles that are there already cost nothing, and a tree that stands still no edges", () => {
  const known = { lookedUp: 1_000_000, added: 0 };
  const { tiles, rounds } = checksumCost({ ...ONE, records: 70_000, cache: known, before: 1 }, null);
  expect([tiles.expected, rounds.expected]).toEqual([0, 2]);
});

test("ten modules cost what the documentation says", () => {
  for (const [parallel, rounds] of [
    [1, 20],
    [4, 7],
  ] as const) {
    const ten = { ...ONE, modules: 10, heads: 10, parallel };
    const cold = checksumCost(ten, null);
    const warm = checksumCost({ ...ten, cache: { lookedUp: 100, added: 30_000 } }, null);
    expect([cold.tiles.expected, cold.rounds.expected]).toEqual([26, rounds]);
    expect([warm.tiles.expected, warm.rounds.expected]).toEqual([23, rounds]);
  }
});

test("nothing to look up asks nobody", () => {
  const { lookups, tiles, rounds, ms } = checksumCost({ ...ONE, modules: 0, before: 1 }, { firstMs: 9, eachMs: 3 });
  expect([lookups, tiles.most, rounds.most, ms]).toEqual([0, 0, 0, 0]);
});

test("keeps its bounds for any tree, and more at once never takes more rounds than one by one", () => {
  for (const records of [1, 200, 256, 300, 65_536, 70_000, 16_777_216, 40_000_000, 3_000_000_000]) {
    for (const modules of [1, 2, 10, 300]) {
      for (const cache of [null, { lookedUp: 0, added: 5 }, { lookedUp: 100, added: 20_000 }]) {
        const cost = (parallel: number) =>
          checksumCost({ modules, records, parallel, heads: modules, before: 1, cache }, null);
        for (const { least, expected, most } of [cost(1).tiles, cost(8).tiles, cost(1).rounds, cost(8).rounds]) {
          expect(least <= expected && expected <= most, `${records} ${modules}`).toBe(true);
        }
        expect(cost(8).rounds.expected).toBeLessThanOrEqual(cost(1).rounds.expected + 1);
      }
    }
  }
});

test("takes its time from the proxy's answers, or from the database's light, and else tells none", () => {
  const database: Light = { id: "database", state: "on", because: reason("light-database-answers"), at: 0, ms: 90 };
  const sample = { ...good(0), stages: { ...good(0).stages, ttfbMs: 20 } };
  const byProxy = checksumCosts({ way: "proxy", requests: 1, database: null }, CLIENT, sample);
  const direct = checksumCosts({ way: "given", requests: 0, database }, CLIENT, undefined);
  expect(byProxy?.cold).toMatchObject({ lookups: 10, tiles: { expected: 26 }, rounds: { expected: 21 }, ms: 420 });
  expect(direct?.cold).toMatchObject({ rounds: { expected: 20 }, ms: 90 + 19 * 30 });
  expect(direct?.warm.tiles.expected).toBe(23);
  expect(checksumCosts({ way: "proxy", requests: 1, database }, CLIENT, undefined)?.cold.ms).toBeNull();
  const dark = { ...database, state: "off" } as const;
  expect(checksumCosts({ way: "database", requests: 1, database: dark }, CLIENT, sample)?.cold.ms).toBeNull();
  for (const way of ["off", "fails", "hangs", "unknown"] as const) {
    expect(checksumCosts({ way, requests: 0, database: null }, CLIENT, sample)).toBeNull();
  }
});

test("is said in a sentence of either language", () => {
  const sample = { ...good(0), stages: { ...good(0).stages, ttfbMs: 20 } };
  const costs = checksumCosts({ way: "proxy", requests: 1, database: null }, CLIENT, sample);
  const untimed = checksumCosts({ way: "database", requests: 1, database: null }, CLIENT, undefined);
  if (costs === null || untimed === null) throw new Error("there is a cost");
  const counts = `Checksums of 10 modules that go.sum lacks: 10 lookups and about 26 tiles (23 once Go's caches are filled), about 21 requests one after the other`;
  expect(sayChecksumCosts(createTranslate("en"), costs)).toBe(`${counts}: some 0.4 s`);
  expect(sayChecksumCosts(createTranslate("en"), untimed)).toBe(counts);
  expect(sayChecksumCosts(createTranslate("zh-CN"), costs)).toBe(
    `go.sum 中没有的 10 个模块的校验和：10 次查询和约 26 个 tile（Go 的缓存填充后约 23 个），其中约 21 次请求须先后进行，估计 0.4 秒`,
  );
});
