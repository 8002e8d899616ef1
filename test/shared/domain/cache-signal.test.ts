import { expect, test } from "vitest";
import { cacheSignal } from "../../../shared/domain/cache-signal.ts";

test.each([
  [{ "cf-cache-status": "HIT" }, "hit", "cf-cache-status: HIT"],
  [{ "cf-cache-status": "DYNAMIC", age: "9" }, "miss", "cf-cache-status: DYNAMIC"],
  [{ "x-cache": "MISS, HIT", "x-served-by": "cache-a, cache-b" }, "hit", "x-cache: MISS, HIT"],
  [{ "x-cache": "Hit from cloudfront" }, "hit", "x-cache: Hit from cloudfront"],
  [{ "x-cache": "Miss from cloudfront" }, "miss", "x-cache: Miss from cloudfront"],
  [{ "x-cache": "TCP_MEM_HIT" }, "hit", "x-cache: TCP_MEM_HIT"],
  [{ "x-cache": "TCP_MISS" }, "miss", "x-cache: TCP_MISS"],
  [{ "x-cache-status": "REVALIDATED" }, "hit", "x-cache-status: REVALIDATED"],
  [{ "x-cache-lookup": "MISS from squid:3128" }, "miss", "x-cache-lookup: MISS from squid:3128"],
  [{ "cache-status": "ExampleCache; hit; ttl=30" }, "hit", "cache-status: ExampleCache; hit; ttl=30"],
  [{ "cache-status": "ExampleCache; fwd=uri-miss" }, "miss", "cache-status: ExampleCache; fwd=uri-miss"],
  [{ age: "120" }, "hit", "age: 120"],
  [{ age: "0", via: "1.1 google" }, "unknown", "age: 0"],
  [{ age: "-1" }, "unknown", null],
  [{ via: "1.1 google" }, "unknown", "via: 1.1 google"],
  [{ "x-cache": "whatever" }, "unknown", "x-cache: whatever"],
  [{}, "unknown", null],
])("reads %j", (headers, kind, raw) => {
  expect(cacheSignal(headers)).toEqual({ kind, raw });
});

test("keeps of a header no more than a line of plain text", () => {
  const { raw } = cacheSignal({ "x-cache": `HIT ${"\u001b[31mé".repeat(200)}` });

  expect(raw).toMatch(/^[ -~]{80}$/);
});
