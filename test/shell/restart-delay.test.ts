import { expect, test } from "vitest";
import { restartDelay } from "../../electron/shell/restart-delay.ts";

test("doubles from half a second to half a minute for a process that cannot live", () => {
  const delays: number[] = [];
  for (let i = 0; i < 9; i += 1) delays.push(restartDelay(delays.at(-1) ?? 0, 100));

  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("begins anew after a minute of life", () => {
  expect([restartDelay(16_000, 59_999), restartDelay(16_000, 60_000)]).toEqual([30_000, 500]);
});
