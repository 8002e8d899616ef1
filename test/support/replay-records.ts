// Made-up records for replays.
import type { Profile } from "../../shared/domain/profile.ts";

/** When made-up files begin: 2026-01-31 12:00 UTC. */
export const NOON = 1_769_860_800_000;

/** Two profiles: one meant for homes, one for campuses. */
export const PROFILES: readonly Profile[] = [
  { name: "global", env: { GOPROXY: "https://a.test,direct" }, kinds: ["home"], fingerprints: [] },
  { name: "mirror", env: { GOPROXY: "https://b.test|direct" }, kinds: ["campus"], fingerprints: [] },
];

/** Sets the scene. */
export const CONFIG = { type: "config", profiles: PROFILES, active: "global" };

/** A look at `https://HOST.test`, `seconds` after noon. */
export function look(host: string, seconds: number, failed = false): object {
  const [stages, failure] = failed
    ? [
        { resolveMs: 1, connectMs: 9 },
        { stage: "handshake", kind: "reset", raw: "ECONNRESET" },
      ]
    : [{ resolveMs: 1, connectMs: 9, handshakeMs: 20, ttfbMs: 10 }, null];
  const at = NOON + 1_000 * seconds;
  return {
    type: "sample",
    endpoint: `https://${host}.test`,
    at,
    via: "direct",
    stages,
    totalMs: 40,
    tls: null,
    failure,
  };
}

/** Both endpoints well for five minutes, then the first one fails, quick look after quick look. */
export function outage(): readonly object[] {
  const well = Array.from({ length: 11 }, (_, n) => [look("a", 30 * n), look("b", 30 * n + 1)]).flat();
  const bad = Array.from({ length: 8 }, (_, n) => [look("a", 330 + n, true), look("b", 330.5 + n)]).flat();
  return [...well, ...bad];
}

/** Records as a file has them. */
export function fileOf(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
