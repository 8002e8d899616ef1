// The prober: one endpoint in, one Sample out. It tells how far a connection to an endpoint comes and how long each stage
// takes, the way the go command would go: its proxy variables, its roots, its TLS versions and ALPN (h2 and http/1.1, both
// spoken over our own socket), no session resumption. It does not retry, follow redirects, schedule or remember.
//
//   approach.ts   the way there: resolve, connect, CONNECT   stages.ts     single steps of it, handshake
//   route.ts      direct or through an HTTP proxy
//   tunnel.ts     CONNECT                                    request.ts    one GET
//   trust.ts      whom this machine trusts                   tls-facts.ts  what a handshake tells
//   classify.ts   errors into failures                       judge.ts      answers into failures
//   deadline.ts   the only timeouts                          look.ts       all of it in order
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Instant, Millis } from "../../../shared/domain/time.ts";
import type { Prober } from "../ports.ts";
import { credentialsFor } from "../secrets/credentials-for.ts";
import type { Tools } from "./approach.ts";
import { Aborted } from "./deadline.ts";
import { lookAt } from "./look.ts";
import { Progress, type StageLimits } from "./progress.ts";
import type { Environment } from "./route.ts";
import { type Family, type Lookup, lookupAll } from "./stages.ts";
import { createTrustStore } from "./trust.ts";

/**
 * Connecting gets 5 s because a lost SYN costs 1 s and two cost 3 s: a shorter limit makes failures out of packet loss.
 * A handshake gets 6 s, since Go gives it 10 and a slow success must be told from silence; resolving and the tunnel stay
 * under what a resolver or proxy in good health ever needs.
 */
const LIMITS: StageLimits = { resolve: 4_000, connect: 5_000, tunnel: 5_000, handshake: 6_000, http: 6_000 };

/** Half of the interval between samples and a little less: a look never meets the next one. */
const TIMEOUT_MS: Millis = 12_000;

/** What a prober can be told. Everything but the version has a default. */
export interface ProberOptions {
  /** Gangway's version, for the User-Agent. */
  readonly version: string;
  /** Variables for proxies, roots and netrc; those of this process when absent. */
  readonly env?: Environment | undefined;
  /** Look at addresses of this family only. When absent: IPv4 if there is one and this machine has it too. */
  readonly family?: Family | undefined;
  /** A PEM file with roots to trust beside those of the machine. */
  readonly caFile?: string | undefined;
  /** Roots of the public web, in PEM; those that the runtime ships when absent. */
  readonly publicRoots?: readonly string[] | undefined;
  /** For the whole look; 12 s when absent. */
  readonly timeoutMs?: Millis | undefined;
  /** Limits of single stages, where the defaults do not suit. */
  readonly limits?: Partial<StageLimits> | undefined;
  /** How names are resolved; by the operating system when absent. */
  readonly lookup?: Lookup | undefined;
  /** The wall clock; `Date.now` when absent. */
  readonly now?: (() => Instant) | undefined;
}

/** What looks of one kind share: the same tools, and the same limits. */
export interface Looker {
  /** The tools of a look that begins now. The first call loads the machine's roots and blocks for some tens of milliseconds. */
  toolsNow(): Tools;
  /** The record of a look that begins now. */
  begin(signal: AbortSignal): Progress;
  /** The wall clock. */
  now(): Instant;
  /** How requests name us. */
  readonly userAgent: string;
}

/** What looks with these options share. */
export function createLooker(options: ProberOptions): Looker {
  const env = options.env ?? process.env;
  const { caFile, family, publicRoots } = options;
  const trust = createTrustStore({ env, platform: process.platform, caFile, publicRoots });
  const limits = { ...LIMITS, ...options.limits };
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const now = options.now ?? Date.now;
  const userAgent = `gangway/${options.version} (Go module proxy health check)`;
  const lookup = options.lookup ?? lookupAll;
  const authorizationFor = (url: string): string | undefined =>
    credentialsFor(url, { env, platform: process.platform });
  return {
    toolsNow: () => ({ env, family, userAgent, lookup, trust: trust.current(), authorizationFor }),
    begin: (signal) => new Progress({ limits, timeoutMs, signal, now }),
    now,
    userAgent,
  };
}

/** A prober with these options, see `proberWith`. */
export function createProber(options: ProberOptions): Prober {
  return proberWith(createLooker(options));
}

/**
 * A prober. It holds nothing open between looks, so there is nothing to end. The first look loads the machine's roots and
 * blocks for some tens of milliseconds, before it begins to measure.
 */
export function proberWith(looker: Looker): Prober {
  return {
    async probe(endpoint, signal): Promise<Sample | null> {
      if (signal.aborted) return null;
      const tools = looker.toolsNow();
      const progress = looker.begin(signal);
      try {
        return progress.sample(endpoint.name, await lookAt(endpoint, tools, progress));
      } catch (error) {
        return error instanceof Aborted ? null : progress.sample(endpoint.name, progress.failureOf(error));
      } finally {
        progress.end();
      }
    },
  };
}
