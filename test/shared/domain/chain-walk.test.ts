import { expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import {
  type Outcome,
  type RequestKind,
  type Walk,
  type WalkOptions,
  walkChain,
} from "../../../shared/domain/chain-walk.ts";

const OK: Outcome = { kind: "ok" };
const GONE: Outcome = { kind: "not-found", status: 410 };
const BUSY: Outcome = { kind: "status", status: 503 };

function walk(value: string, outcomes: readonly Outcome[], options: Partial<WalkOptions> = {}): Walk {
  const outcomeOf = (entry: number): Outcome => outcomes[entry] ?? GONE;
  return walkChain(parseChain(value), { outcomeOf, ...options });
}

function path({ hops }: Walk): string {
  return hops.map((hop) => `${hop.request}:${hop.entry}:${hop.then}`).join(" ");
}

test("starts each request at the first entry, and pays for it each time", () => {
  const result = walk("https://a.test|https://b.test", [{ kind: "stalled" }, OK]);

  expect(path(result)).toBe("info:0:next info:1:served mod:0:next mod:1:served zip:0:next zip:1:served");
  expect([result.ok, result.costMs]).toEqual([true, 30_000]);
});

test("goes on behind a comma only after what does not exist", () => {
  expect(path(walk("https://a.test,https://b.test", [BUSY, OK]))).toBe("info:0:ends");
  expect(walk("https://a.test,https://b.test", [GONE, OK]).servedBy).toEqual({ info: 1, mod: 1, zip: 1 });
});

test("shows the error that says most: direct before a proxy's, a proxy's before what does not exist", () => {
  expect(walk("https://a.test|https://b.test", [BUSY, GONE]).error).toMatchObject({ entry: 0, text: ": 503" });
  expect(walk("https://a.test|direct", [BUSY, GONE]).error).toMatchObject({ entry: 1 });
  expect(walk("https://a.test|off", [BUSY]).error).toMatchObject({ entry: 0, fault: "status" });
  expect(walk("https://a.test,off", [GONE]).error).toMatchObject({ fault: "off" });
});

test("remembers the error of a URL that stands twice, but asks it again for the archive", () => {
  const notZip = (_entry: number, request: RequestKind): Outcome => (request === "zip" ? BUSY : OK);
  const archive = walkChain(parseChain("https://a.test|https://a.test"), { outcomeOf: notZip });

  expect(walk("https://a.test|https://a.test", [BUSY, BUSY]).hops.map(({ sent }) => sent)).toEqual([1, 0]);
  expect(archive.hops.map(({ sent }) => sent)).toEqual([1, 1, 1, 1]);
});

test("sends a 4xx over https twice since Go 1.24", () => {
  const sent = (value: string, goVersion: string) => walk(value, [GONE], { goVersion }).hops[0]?.sent;
  expect([
    sent("https://a.test", "1.23.12"),
    sent("https://a.test", "1.24.0"),
    sent("http://a.test", "1.27.0"),
  ]).toEqual([1, 2, 1]);
});

test("takes a page for an error, for a go.mod, or for a broken archive, by what was asked for", () => {
  const page =
    (kind: RequestKind) =>
    (entry: number, request: RequestKind): Outcome =>
      entry === 0 && request === kind ? { kind: "bad-content" } : OK;
  const of = (kind: RequestKind) => walkChain(parseChain("https://a.test|https://b.test"), { outcomeOf: page(kind) });

  expect([of("info").servedBy.info, of("mod").servedBy.mod, of("zip").servedBy.zip]).toEqual([1, 0, 0]);
  expect([of("info").ok, of("mod").ok, of("zip").error?.text]).toEqual([true, true, "zip: not a valid zip file"]);
});

test("waits for ever for an answer, so that nobody behind is asked", () => {
  const result = walk("https://a.test|https://b.test", [{ kind: "silent" }, OK]);
  expect([path(result), result.costMs, result.error]).toEqual(["info:0:hangs", null, null]);
});

test("fetches a private module past all proxies, even with off", () => {
  const direct: WalkOptions["outcomeOf"] = (entry) => (entry === -1 ? OK : BUSY);
  const result = walkChain(parseChain("https://a.test,off"), { outcomeOf: direct, private: true });
  expect(path(result)).toBe("info:-1:served mod:-1:served zip:-1:served");
});

test("fetches a private module once when the value is direct, and again by a direct at the end", () => {
  expect(path(walk("direct", [GONE], { private: true }))).toBe("info:0:ends");
  expect(path(walk("https://a.test,direct", [], { private: true }))).toBe("info:-1:next info:0:next info:1:ends");
});

test("asks nobody when the value is refused, private or not", () => {
  const result = walk("https://a.test,bogus", [OK], { private: true });
  expect([result.hops, result.error?.text]).toEqual([[], "invalid proxy URL missing scheme: bogus"]);
});
