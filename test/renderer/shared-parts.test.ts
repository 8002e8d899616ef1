import { expect, test } from "vitest";
import { shareParts } from "../../renderer/shared-parts.ts";
import { HEALTHY } from "./support/snapshots.ts";

test("an equal copy is the one there was", () => {
  expect(shareParts(HEALTHY, structuredClone(HEALTHY))).toBe(HEALTHY);
});

test("of what has changed only the changed parts are new, and all of it is told", () => {
  const [first, ...rest] = structuredClone(HEALTHY.endpoints);
  if (first === undefined) throw new Error("the fixture has endpoints");
  const told = { ...structuredClone(HEALTHY), at: HEALTHY.at + 1, endpoints: [{ ...first, probing: true }, ...rest] };
  const shared = shareParts(HEALTHY, told);
  expect(shared).toEqual(told);
  expect(shared).not.toBe(HEALTHY);
  expect(shared.endpoints[0]).not.toBe(HEALTHY.endpoints[0]);
  expect(shared.endpoints[0]?.health).toBe(HEALTHY.endpoints[0]?.health);
  expect(shared.endpoints[1]).toBe(HEALTHY.endpoints[1]);
  expect(shared.network).toBe(HEALTHY.network);
});

test.each([
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [
    [1, 2, 3],
    [1, 2],
  ],
  [
    [1, 2],
    [1, 2, 3],
  ],
  [{ 0: 1 }, [1]],
  [null, { a: 1 }],
  [{ a: null }, { a: {} }],
  [Number.NaN, 0],
])("%j becomes %j whole", (before, after) => {
  expect(shareParts(before, after)).toStrictEqual(after);
});
