import { expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import { parseSumdb, type SumdbWalk, walkSumdb } from "../../../shared/domain/chain-sumdb.ts";
import type { Outcome } from "../../../shared/domain/chain-walk.ts";

const OK: Outcome = { kind: "ok" };
const GONE: Outcome = { kind: "not-found", status: 404 };
const BUSY: Outcome = { kind: "status", status: 503 };

function walk(value: string, outcomes: readonly Outcome[], gosumdb = "sum.golang.org"): SumdbWalk {
  return walkSumdb(parseChain(value), parseSumdb(gosumdb), { outcomeOf: (entry) => outcomes[entry] ?? GONE });
}

test.each([
  ["off", { kind: "off" }],
  ["sum.golang.org", { kind: "database", name: "sum.golang.org", url: null }],
  ["sum.golang.google.cn", { kind: "database", name: "sum.golang.org", url: "https://sum.golang.google.cn" }],
  ["sum.golang.org https://a.test/x", { kind: "database", name: "sum.golang.org", url: "https://a.test/x" }],
  ["gosum.io+ce6e7565+AY5qEHUk/qmHc5btzW45JVoENfazw8LielDsaI+lEbq6", { kind: "database", name: "gosum.io", url: null }],
  ["", { kind: "invalid", fault: "missing GOSUMDB" }],
  ["gosum.io", { kind: "invalid", fault: "invalid GOSUMDB: malformed verifier id" }],
  ["sum.golang.org a b", { kind: "invalid", fault: "invalid GOSUMDB: too many fields" }],
])("reads GOSUMDB=%s", (value, expected) => {
  expect(parseSumdb(value)).toEqual(expected);
});

test("stays with the first proxy that says yes", () => {
  expect(walk("https://a.test,https://b.test,direct", [GONE, OK])).toMatchObject({ way: "proxy", entry: 1 });
});

test("goes to the database when each proxy knows nothing of it, and at direct", () => {
  expect(walk("https://a.test,https://b.test", [GONE, GONE]).way).toBe("database");
  expect(walk("https://a.test|direct", [BUSY]).way).toBe("database");
  expect(walk("off", []).way).toBe("database");
});

test("fails for good after an error behind a comma, and after one that nobody made up for", () => {
  expect(walk("https://a.test,direct", [BUSY])).toMatchObject({ way: "fails", entry: 0 });
  expect(walk("https://a.test|off", [BUSY])).toMatchObject({ way: "fails", entry: 0 });
  expect(walk("https://a.test|https://b.test", [BUSY, GONE])).toMatchObject({ way: "fails", entry: 0 });
});

test("asks no proxy when an address is given", () => {
  expect(walk("https://a.test", [OK], "sum.golang.google.cn")).toMatchObject({ way: "given", hops: [] });
});

test("fails with the words of the value that Go refuses", () => {
  expect(walk("https://a.test", [OK], "gosum.io").fault).toBe("invalid GOSUMDB: malformed verifier id");
  expect(walk("bogus", [OK]).fault).toBe("invalid proxy URL missing scheme: bogus");
});
