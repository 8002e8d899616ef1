// What people type, turned into values; what cannot be meant becomes an objection that says what was expected.
import { accessSync, constants } from "node:fs";
import { type Endpoint, redact } from "../../shared/domain/endpoint.ts";
import { NETWORK_KINDS, type NetworkKind } from "../../shared/domain/network.ts";
import { DAY, HOUR, type Instant, MINUTE, type Millis, SECOND } from "../../shared/domain/time.ts";
import { parseEndpoint } from "../engine/endpoint-text.ts";
import { EXIT, Objection } from "./objection.ts";

/** A parser of whole numbers from `least` to `most`, for the option `name`. */
export function wholeNumber(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new Objection("bad-number", { option: name, least, most, given: text });
  };
}

const UNITS: Readonly<Record<string, Millis>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** The point in time that `30m`, `6h`, `7d` before `now`, or an ISO date, stands for. */
export function instantBefore(text: string, now: Instant): Instant {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * (UNITS[unit] ?? 0);
  // Only what is plainly a date: Date.parse also takes the likes of "1".
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Objection("bad-duration", { given: text });
  return at;
}

/** The endpoint at a URL that somebody typed. A host without a scheme gets `https://`, as in GOPROXY. */
export function endpointAt(text: string): Endpoint {
  const parsed = parseEndpoint(text);
  if (typeof parsed !== "string") return parsed;
  throw new Objection("bad-url", { given: redact(text), problem: (t) => t(`cli:url-problem.${parsed}`) });
}

/** Network kinds from a comma-separated list, each once. */
export function networkKinds(text: string): readonly NetworkKind[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== "").map(toKind))];
}

function toKind(name: string): NetworkKind {
  const kind = NETWORK_KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new Objection("bad-kind", { given: name, kinds: NETWORK_KINDS.join(", ") });
}

/** Objects to a file of certificates that cannot be read; no file is fine. */
export function checkReadable(file: string | undefined): void {
  if (file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Objection("ca-unreadable", { file, problem: (error as Error).message }, EXIT.refused);
  }
}
