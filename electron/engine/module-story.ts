// Everything there is to tell of one module under the values in force: the route, and what it costs by what was measured.
import { type ChecksumCosts, checksumCosts } from "../../shared/domain/checksum-cost.ts";
import { type Explanation, explainModule } from "../../shared/domain/explain.ts";
import type { EffectiveEnv } from "../../shared/domain/goenv.ts";
import type { Outlook } from "../../shared/domain/outlook.ts";
import { type GoClient, type Reuse, reuseOf } from "../../shared/domain/reuse.ts";
import type { Sample } from "../../shared/domain/sample.ts";

/** What was measured, as far as a story needs it. */
export interface Measured {
  /** What to expect of a GOPROXY value now. */
  readonly outlookOf: (goproxy: string) => Outlook;
  /** The newest good look at an endpoint. */
  readonly lastGoodOf: (endpoint: string) => Sample | undefined;
}

/** One proxy of the route, and what a usual download costs there in connections. */
export interface ProxyReuse extends Reuse {
  readonly entry: string;
}

/** The story of a module. */
export interface Story {
  readonly explanation: Explanation;
  /** `null` when no proxy is asked. */
  readonly outlook: Outlook | null;
  readonly reuses: readonly ProxyReuse[];
  /** What checksums cost a usual download; `null` when none are looked up. */
  readonly checksums: ChecksumCosts | null;
}

/** Tells the story of the module at `path`, which has to be a valid one (see modulePathFault). */
export function moduleStory(path: string, env: EffectiveEnv, client: GoClient, measured: Measured): Story {
  const variables = Object.fromEntries(Object.entries(env.variables).map(([name, { value }]) => [name, value]));
  const explanation = explainModule(path, variables, env.go?.version);
  const asksProxies = explanation.route.some(({ entry }) => isProxy(entry));
  return {
    explanation,
    outlook: asksProxies ? measured.outlookOf(variables["GOPROXY"] ?? "") : null,
    reuses: reusesOf(explanation, client, measured),
    checksums: checksumCostsOf(explanation, client, measured),
  };
}

function isProxy(entry: string): boolean {
  return entry !== "direct" && entry !== "off";
}

/** Where the first proxy may pass lookups, as if it did: nobody is asked here. */
function checksumCostsOf(
  { route, sumdb }: Explanation,
  client: GoClient,
  { lastGoodOf }: Measured,
): ChecksumCosts | null {
  const { way } = sumdb;
  if (way === "none" || way === "fails") return null;
  if (way !== "proxies") return checksumCosts({ way, requests: 0, database: null }, client, undefined);
  return checksumCosts({ way: "proxy", requests: 1, database: null }, client, lastGoodOf(route[0]?.entry ?? ""));
}

/** From the last good look at each proxy of the route. */
function reusesOf({ route }: Explanation, client: GoClient, { lastGoodOf }: Measured): readonly ProxyReuse[] {
  return route.flatMap(({ entry }) => {
    if (!isProxy(entry)) return [];
    const reuse = reuseOf(lastGoodOf(entry), client);
    return reuse === null ? [] : [{ entry, ...reuse }];
  });
}
