// The environments of the lab, in front of the real go command: what a failing connection costs it, and when it goes on.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENVIRONMENTS, type Environment } from "../lab/environments.ts";
import { type EnvironmentLab, openEnvironmentLab, wilson } from "../lab/environments-measure.ts";
import { hasGo } from "../support/go-command.ts";

const LIMIT_MS = 45_000;
let lab: EnvironmentLab;

beforeAll(async () => {
  lab = await openEnvironmentLab();
});

afterAll(() => lab.close());

function always(name: string, changes: Partial<Environment> = {}): Environment {
  const found = ENVIRONMENTS.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(name);
  return { ...found, passes: 0, ...changes };
}

test.each(["home", "corporate", "campus"])("%s: as many handshakes pass as the box was told", async (name) => {
  const environment = ENVIRONMENTS.find((one) => one.name === name);
  const quick = always(name, { passes: environment?.passes ?? 0, meanMs: 50 });
  const { passed, of } = await lab.handshakes(await lab.open(quick, 7), 100);
  const [low, high] = wilson(passed, of);
  expect(quick.passes).toBeGreaterThan(low);
  expect(quick.passes).toBeLessThan(high);
});

test.each([
  ["home", "handshake/reset"],
  ["corporate", "handshake/certificate-untrusted"],
  ["campus", "handshake/reset"],
  ["swallowed", "handshake/silent"],
])("%s: the prober says %s", { timeout: LIMIT_MS }, async (name, said) => {
  const { failures } = await lab.handshakes(await lab.open(always(name, { meanMs: 50 }), 7), 5);
  expect(failures).toEqual({ [said]: 5 });
});

test.runIf(hasGo)("a strange certificate costs what the box waits, and no more", { timeout: LIMIT_MS }, async () => {
  const delays: number[] = [];
  const box = await lab.open(always("corporate", { meanMs: 500, sigma: 0 }), 7, delays);
  const { ok, failed } = await lab.download(`${box}|${lab.good}`);
  expect(ok).toBe(true);
  expect(failed.map(({ file }) => file)).toEqual([".info", ".mod", ".zip"]);
  expect(delays).toEqual([500, 500, 500]);
  for (const { seconds, text } of failed) {
    expect(text).toContain("x509: certificate signed by unknown authority");
    expect(Math.abs(seconds - 0.5)).toBeLessThan(0.4);
  }
});

test.runIf(hasGo)("a swallowed hello costs 10 s a request", { timeout: LIMIT_MS }, async () => {
  const { ok, failed } = await lab.download(`${await lab.open(always("swallowed"), 7)}|${lab.good}`);
  expect(ok).toBe(true);
  expect(failed.map(({ file }) => file)).toEqual([".info", ".mod", ".zip"]);
  for (const { seconds, text } of failed) {
    expect(text).toContain("net/http: TLS handshake timeout");
    expect(Math.abs(seconds - 10)).toBeLessThan(0.5);
  }
});

test.runIf(hasGo)("behind a comma nothing falls back", { timeout: LIMIT_MS }, async () => {
  const { ok, failed } = await lab.download(`${await lab.open(always("corporate", { meanMs: 50 }), 7)},${lab.good}`);
  expect(ok).toBe(false);
  expect(failed.map(({ file }) => file)).toEqual([".info"]);
});
