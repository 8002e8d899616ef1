// The records that a replay reads, one JSON value a line: what each may hold, and what is wrong where. docs/replay.md is
// for those who write them.
import { z } from "zod";
import { endpointName } from "./endpoint.ts";
import { type Failure, KINDS, type Stage } from "./failure.ts";
import { NETWORK_KINDS } from "./network.ts";
import { POLICY_SCHEMA } from "./policy-schema.ts";
import { type Got, gotOf, PROFILE_SCHEMA } from "./profile-schema.ts";
import type { Sample } from "./sample.ts";
import { DAY, type Instant } from "./time.ts";

/** 9999-12-31: later instants have no date in four digits, and are a mistake of units. */
const LATEST: Instant = Date.UTC(9999, 11, 31);

/** Longer than any look, and little enough that a replay does not wait for one without end. */
const LONGEST_MS = 1 * DAY;

const MAX_TEXT = 2_000;

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

const instant = z.union([
  z.number().min(0).max(LATEST),
  z
    .string()
    .regex(ISO)
    .transform((text) => Date.parse(text))
    .refine((at) => at >= 0 && at <= LATEST),
]);
const duration = z.number().min(0).max(LONGEST_MS);
const text = z.string().max(MAX_TEXT);
const endpoint = z
  .string()
  .max(MAX_TEXT)
  .regex(/^https?:\/\/[^/\s]+/i)
  .transform(endpointName);

const stages = z.object({
  resolveMs: duration.nullable().default(null),
  connectMs: duration.nullable().default(null),
  tunnelMs: duration.nullable().exactOptional(),
  handshakeMs: duration.nullable().default(null),
  ttfbMs: duration.nullable().default(null),
});

const failure = z
  .object({ stage: z.enum(Object.keys(KINDS) as [Stage, ...Stage[]]), kind: z.string(), raw: text.default("") })
  .refine(({ stage, kind }) => (KINDS[stage] as readonly string[]).includes(kind), { path: ["kind"] })
  .transform((value) => value as Failure);

const tls = z.looseObject({
  version: z.string().max(40),
  trust: z.enum(["public", "local", "untrusted"]).default("public"),
  alpn: z.string().max(40).exactOptional(),
});

const NOTHING_REACHED = { resolveMs: null, connectMs: null, handshakeMs: null, ttfbMs: null };

const sample = z
  .looseObject({
    type: z.literal("sample"),
    at: instant,
    endpoint,
    via: z.enum(["direct", "http-proxy"]).default("direct"),
    stages: stages.default(NOTHING_REACHED),
    totalMs: duration.exactOptional(),
    tls: tls.nullable().default(null),
    failure: failure.nullable().default(null),
    heard: instant.exactOptional(),
  })
  .refine(({ at, heard = at }) => heard >= at && heard - at <= LONGEST_MS, { path: ["heard"] })
  .transform(({ heard, ...rest }) => {
    const { stages: s } = rest;
    const spent = (s.resolveMs ?? 0) + (s.connectMs ?? 0) + (s.tunnelMs ?? 0) + (s.handshakeMs ?? 0) + (s.ttfbMs ?? 0);
    const whole = { ...rest, totalMs: rest.totalMs ?? spent };
    return { type: "sample" as const, at: rest.at, heard, sample: whole as unknown as Sample };
  });

const values = z.record(z.string().max(100), z.string().max(MAX_TEXT).nullable());
const profiles = z.array(PROFILE_SCHEMA).min(1).max(1_000);

const scene = {
  profiles: profiles.exactOptional(),
  active: z.string().max(100).nullable().exactOptional(),
  auto: z.boolean().exactOptional(),
  intervalSeconds: z.int().min(5).max(3_600).exactOptional(),
  policy: POLICY_SCHEMA.exactOptional(),
  env: values.exactOptional(),
  hidden: values.exactOptional(),
};

/** What each type of record holds. Parts that are not named here are passed over. */
const SCHEMAS = {
  config: z.object({ type: z.literal("config"), at: instant.exactOptional(), ...scene }),
  start: z.object({ type: z.literal("start"), at: instant, ...scene }),
  sample,
  network: z.object({
    type: z.literal("network"),
    at: instant,
    kind: z.enum(NETWORK_KINDS).exactOptional(),
    confidence: z.number().min(0).max(1).nullable().exactOptional(),
    fingerprint: z.string().max(200).exactOptional(),
    refines: z.string().max(200).exactOptional(),
  }),
  resume: z.object({ type: z.literal("resume"), at: instant }),
  suspend: z.object({ type: z.literal("suspend"), at: instant }),
  power: z.object({ type: z.literal("power"), at: instant, battery: z.boolean() }),
  choose: z.object({ type: z.literal("choose"), at: instant, profile: z.string().max(100) }),
  release: z.object({ type: z.literal("release"), at: instant }),
  pause: z.object({ type: z.literal("pause"), at: instant, until: instant.nullable() }),
  settings: z.object({
    type: z.literal("settings"),
    at: instant,
    profiles: profiles.exactOptional(),
    auto: z.boolean().exactOptional(),
    intervalSeconds: scene.intervalSeconds,
  }),
  env: z.object({
    type: z.literal("env"),
    at: instant,
    env: values.exactOptional(),
    hidden: values.exactOptional(),
    by: z.enum(["choice", "itself", "somebody"]).default("somebody"),
    active: z.string().max(100).nullable().exactOptional(),
  }),
  decided: z.object({ type: z.literal("decided"), at: instant }),
} as const;

/** A type of record. */
export type RecordType = keyof typeof SCHEMAS;

/** Every type of record, those of made-up files first. */
export const RECORD_TYPES = Object.keys(SCHEMAS) as readonly RecordType[];

/** One record, checked. */
export type ReplayRecord = { [T in RecordType]: z.output<(typeof SCHEMAS)[T]> }[RecordType];

/** The scene that a `config` or a `start` sets. */
export type Scene = Omit<Extract<ReplayRecord, { type: "config" }>, "type">;

/** What is wrong with a line: at which part, what belongs there, and what is there. */
export interface RecordProblem {
  readonly code: "not-json" | "not-a-record" | "unknown-type" | "part";
  /** Like `stages.connectMs`; empty for the whole. */
  readonly part: string;
  /** What belongs there: a key of the texts. */
  readonly expected: string;
  readonly got: Got;
}

const WHOLE: Omit<RecordProblem, "code" | "got"> = { part: "", expected: "record" };

/** Reads one line. */
export function parseRecord(line: string): { readonly record: ReplayRecord } | { readonly problem: RecordProblem } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: { ...WHOLE, code: "not-json", got: { is: "text" } } };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { problem: { ...WHOLE, code: "not-a-record", got: gotOf(value, true) } };
  }
  const type: unknown = "type" in value ? value.type : undefined;
  const known = RECORD_TYPES.find((each) => each === type);
  if (known === undefined)
    return { problem: { code: "unknown-type", part: "type", expected: "type", got: gotOf(type, false) } };
  const parsed = SCHEMAS[known].safeParse(value);
  return parsed.success ? { record: parsed.data } : { problem: problemOf(parsed.error, value) };
}

/** Parts that may hold credentials. */
const SECRET: ReadonlySet<string> = new Set(["profiles", "env", "hidden", "endpoint"]);

/** The first thing that is wrong. */
export function problemOf(error: z.ZodError, value: unknown): RecordProblem {
  const [issue] = error.issues;
  const extra = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])];
  const found = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
  return {
    code: "part",
    part: path.join("."),
    expected: expectedAt(path.map(String)),
    got: gotOf(found, SECRET.has(String(path[0]))),
  };
}

/** What belongs at a part, by its path; the first that fits. Each is a key of the texts. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^profiles/, "profiles"],
  [/^policy/, "policy"],
  [/^(?:env|hidden)/, "values"],
  [/^at$/, "time"],
  [/^until$/, "time-or-null"],
  [/^heard$/, "heard"],
  [/^endpoint$/, "endpoint"],
  [/^via$/, "via"],
  [/^stages\./, "duration-or-null"],
  [/^stages$/, "stages"],
  [/^totalMs$/, "duration"],
  [/^tls/, "tls"],
  [/^failure\.stage$/, "stage"],
  [/^failure\.kind$/, "failure-kind"],
  [/^failure/, "failure"],
  [/^(?:profile|active)$/, "name"],
  [/^(?:auto|battery)$/, "boolean"],
  [/^intervalSeconds$/, "interval"],
  [/^by$/, "by"],
  [/^confidence$/, "share"],
  [/^kind$/, "network-kind"],
  [/^(?:fingerprint|refines)$/, "text"],
];

function expectedAt(path: readonly string[]): string {
  const whole = path.join(".");
  return PLACES.find(([place]) => place.test(whole))?.[1] ?? "record";
}

/**
 * Every key that a problem may name.
 * @internal
 */
export const EXPECTATIONS: readonly string[] = ["record", "type", ...PLACES.map(([, key]) => key)];
