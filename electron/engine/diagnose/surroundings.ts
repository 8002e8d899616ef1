// What a diagnosis works with: the same variables, roots, resolver and credentials that the prober has, and Go's hello.
import type { Millis } from "../../../shared/domain/time.ts";
import type { SpokenHello } from "../hello/hello-source.ts";
import type { Clock, Prober } from "../ports.ts";
import { createLooker, type Looker, proberWith } from "../probe/probe.ts";
import type { StageLimits } from "../probe/progress.ts";
import type { Environment } from "../probe/route.ts";
import type { Family, Lookup } from "../probe/stages.ts";

/**
 * As in the prober, but that silence after a hello is believed after 4 s: the peer has taken the connection, and a lost
 * packet is sent again after 0.2 to 1 s, and after three times that. Up to nine hellos may stay without an answer, and
 * somebody waits.
 */
const LIMITS: StageLimits = { resolve: 4_000, connect: 5_000, tunnel: 5_000, handshake: 4_000, http: 6_000 };

/** What a diagnosis can be told. */
export interface SurroundingsOptions {
  /** Gangway's version, for the User-Agent. */
  readonly version: string;
  /** Variables for proxies, roots and netrc. */
  readonly env: Environment;
  readonly clock: Clock;
  /** Whose hello is said, and whether it was captured from the installed go. */
  readonly hello: SpokenHello;
  /** Version of the installed go command; `null` without one. */
  readonly goVersion: string | null;
  /** A PEM file with roots to trust beside those of the machine. */
  readonly caFile?: string | undefined;
  /** Between two connections; by the rules of diagnose.ts when absent. */
  readonly gapMs?: Millis | undefined;
  /** Limits of single stages, where the defaults do not suit. */
  readonly limits?: Partial<StageLimits> | undefined;
  /** How names are resolved; by the operating system when absent. */
  readonly lookup?: Lookup | undefined;
}

/** What the cells of a matrix are filled with. */
export interface Surroundings {
  readonly clock: Clock;
  /** Draws from 0 to below 1: the order of hellos and the gaps between them. */
  readonly chance: () => number;
  readonly gapMs: Millis | undefined;
  /** How long an answer to a hello may take. */
  readonly answerLimitMs: Millis;
  /** Tools and bounds of every connection. */
  readonly looker: Looker;
  /** One for each family of addresses. */
  readonly probers: Readonly<Record<Family, Prober>>;
  readonly hello: SpokenHello;
  readonly goVersion: string | null;
}

/** The surroundings; nothing is read before the first cell is filled. */
export function surroundings(options: SurroundingsOptions): Surroundings {
  const { caFile, clock, env, gapMs, goVersion, hello, lookup, version } = options;
  const limits = { ...LIMITS, ...options.limits };
  const looker = createLooker({ version, env, caFile, limits, lookup, now: () => clock.now() });
  const over = (family: Family): Prober =>
    proberWith({ ...looker, toolsNow: () => ({ ...looker.toolsNow(), family }) });
  return {
    clock,
    chance: Math.random,
    gapMs,
    answerLimitMs: limits.handshake,
    looker,
    probers: { 4: over(4), 6: over(6) },
    hello,
    goVersion,
  };
}
