import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PendingCalls } from "../../electron/shell/pending-calls.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("gives each answer to the call that it belongs to", async () => {
  const calls = new PendingCalls(1_000);
  const ids: number[] = [];
  const answers = [1, 2].map(() => calls.ask((id) => ids.push(id)));

  for (const id of [...ids].reverse()) calls.answer(id, `answer ${String(id)}`);

  expect(await Promise.all(answers)).toEqual(ids.map((id) => `answer ${String(id)}`));
});

test("rejects a call without an answer at its limit, and drops the answer that comes then", async () => {
  const calls = new PendingCalls(15_000);
  let asked = 0;
  const failure = expect(calls.ask((id) => (asked = id))).rejects.toThrow("no answer within 15 s");

  vi.advanceTimersByTime(15_000);
  calls.answer(asked, "late");

  await failure;
});

test("rejects every call when the other side is gone, and leaves no timer", async () => {
  const calls = new PendingCalls(15_000);
  const failures = [1, 2].map(() => expect(calls.ask(() => undefined)).rejects.toThrow("gone"));

  calls.failAll("gone");

  await Promise.all(failures);
  expect(vi.getTimerCount()).toBe(0);
});
