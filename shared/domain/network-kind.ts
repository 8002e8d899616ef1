import type { Attachment, Evidence, NetworkKind } from "./network.ts";
import { type EndpointSigns, type Sign, signsOf } from "./network-signs.ts";
import { OWN_DOING, otherSigns, SIGN_WEIGHTS, type Surroundings, UNTOLD, type Weight } from "./network-weights.ts";
import type { Policy } from "./policy.ts";
import { type Reason, type ReasonCode, reason } from "./reason.ts";
import type { SampleWindow } from "./sample-window.ts";
import { siteOf } from "./survey.ts";

/** The kind of network that the samples speak for. */
export interface KindVerdict {
  readonly kind: NetworkKind;
  readonly confidence: number;
  readonly because: Reason;
  readonly evidence: readonly Evidence[];
  /** How likely each kind is, 0 to 1, `confidence` before it was bounded among them; empty where nothing was weighed. */
  readonly chances: Readonly<Partial<Record<NetworkKind, number>>>;
}

/**
 * Nothing known beside samples.
 * @internal
 */
export const NO_SURROUNDINGS: Surroundings = { survey: null, desktopProxy: false, ownProxy: false };

type Judged = Exclude<NetworkKind, "unknown">;
type Scores = Readonly<Record<Judged, number>>;

/** How common each kind is before anything was seen: a guess from where laptops spend their days. */
const PRIOR: Scores = { home: 0.55, corporate: 0.22, campus: 0.13, captive: 0.07, offline: 0.03 };

const KINDS = Object.keys(PRIOR) as readonly Judged[];

/** Signs are not independent, and the weights are not from the field: scores are divided by this before they become chances. */
const TEMPERATURE = 1.25;

/** What is inferred is never surer than this. */
const SUREST = 0.99;

/** Endpoints that agree have a common cause, so one sign counts as seen this often at most. */
const CORRELATED = 1.5;

/** What counts of a sign that only one endpoint shows: with nobody to compare with, and beside others that do not show it. */
const ONLY_ONE = 0.7;
const ONE_OF_MANY = 0.3;

/** A sign, with how often it counts. */
interface Weighed {
  readonly id: string;
  readonly observed: string;
  readonly weight: Weight;
  readonly times: number;
  readonly told: boolean;
}

/**
 * The kind of the attached network from what the endpoints showed lately and from its surroundings; `windows` has one for
 * every endpoint, measured or not. Pure, and the same in whatever order they come. `unknown` while the evidence is thin, which
 * it is until half of the endpoints have answered or failed: the first to answer are those that nothing stands in the way of.
 */
export function networkKind(
  attachment: Attachment,
  windows: readonly SampleWindow[],
  policy: Policy,
  surroundings: Surroundings = NO_SURROUNDINGS,
): KindVerdict {
  if (!attachment.online) return unweighed("offline", 1, "network-offline");
  const signs = windows.map(signsOf).filter((one) => one !== null);
  if (signs.length === 0 || signs.length * 2 < windows.length) {
    return unweighed("unknown", 0, "network-thin");
  }
  const samples = sampleSigns(signs).filter(({ id }) => id !== "through-proxy" || !surroundings.ownProxy);
  const others = otherSigns(surroundings, attachment.hints).map((sign) => ({ ...sign, times: 1, told: true }));
  return verdictOf([...samples, ...others], policy);
}

function unweighed(kind: NetworkKind, confidence: number, code: ReasonCode): KindVerdict {
  return { kind, confidence, because: reason(code), evidence: [], chances: {} };
}

function sampleSigns(signs: readonly EndpointSigns[]): readonly Weighed[] {
  const stranger = sharedIssuer(signs);
  const sites = sitesOf(signs);
  return (Object.keys(SIGN_WEIGHTS) as readonly Sign[]).flatMap((sign): readonly Weighed[] => {
    const showing = signs.filter(({ shown }) => shown.has(sign));
    if (showing.length === 0) return [];
    const isShared = stranger !== null && (sign === "issuer-untrusted" || sign === "issuer-local");
    const times = isShared ? CORRELATED : timesOf(sign, sites);
    const observed = showing.map(({ endpoint }) => endpoint).sort();
    const text = [...observed, ...(isShared ? [stranger] : [])].join(" ");
    return [{ id: sign, observed: text, weight: SIGN_WEIGHTS[sign], times, told: !UNTOLD.has(sign) }];
  });
}

/** Whoever signs for two unrelated endpoints, and is not trusted by everybody, stands in between. */
function sharedIssuer(signs: readonly EndpointSigns[]): string | null {
  const sites = new Map<string, Set<string>>();
  for (const { issuer, endpoint } of signs) {
    if (issuer !== "") sites.set(issuer, (sites.get(issuer) ?? new Set()).add(siteOfName(endpoint)));
  }
  return [...sites].flatMap(([issuer, { size }]) => (size >= 2 ? [issuer] : [])).sort()[0] ?? null;
}

/** The site of an endpoint's name, which is a URL. */
function siteOfName(endpoint: string): string {
  return siteOf(/^[a-z]+:\/\/(\[[^\]]*\]|[^/:]*)/.exec(endpoint)?.[1] ?? endpoint);
}

/** Endpoints of one site share their fate, so each site speaks once, as clearly as its clearest. */
function sitesOf(signs: readonly EndpointSigns[]): readonly ReadonlyMap<Sign, number>[] {
  const sites = new Map<string, Map<Sign, number>>();
  for (const { endpoint, shown } of signs) {
    const site = siteOfName(endpoint);
    const all = sites.get(site) ?? new Map<Sign, number>();
    for (const [sign, share] of shown) all.set(sign, Math.max(all.get(sign) ?? 0, share));
    sites.set(site, all);
  }
  return [...sites.values()];
}

/** How often a sign counts: little for one endpoint among many, which may be broken itself; at most `CORRELATED`. */
function timesOf(sign: Sign, sites: readonly ReadonlyMap<Sign, number>[]): number {
  const seen = sites.reduce((sum, shown) => sum + (shown.get(sign) ?? 0), 0);
  const total = sites.length;
  const alone = total === 1 ? ONLY_ONE : ONE_OF_MANY;
  const lone = OWN_DOING.has(sign) ? alone / 2 : alone;
  const plain = seen <= 1 ? lone * seen : seen <= 2 ? lone + (1 - lone) * (seen - 1) : Math.min(seen / 2, CORRELATED);
  // Less than half of them: what is seen is theirs rather than the network's.
  return plain * Math.min(1, (2 * seen) / total);
}

function verdictOf(weighed: readonly Weighed[], policy: Policy): KindVerdict {
  const evidence = weighed.filter(({ told }) => told).map(evidenceOf);
  const chances = chancesOf(weighed);
  const kind = KINDS.reduce((a, b) => (chances[b] > chances[a] ? b : a));
  const confidence = Math.min(SUREST, Math.round(chances[kind] * 1000) / 1000);
  if (confidence < policy.minConfidence) {
    const isDivided = weighed.some(({ weight, times }) => Math.max(weight.corporate, weight.campus) * times >= 2);
    const because = reason(isDivided ? "network-divided" : "network-thin");
    return { kind: "unknown", confidence, because, evidence, chances };
  }
  return { kind, confidence, because: reason(codeFor(kind, weighed)), evidence, chances };
}

function evidenceOf({ id, observed, weight, times }: Weighed): Evidence {
  const points = (value: number): number => Math.round(value * times * 100) / 100;
  return { id, observed, points: { home: 0, corporate: points(weight.corporate), campus: points(weight.campus) } };
}

function chancesOf(weighed: readonly Weighed[]): Scores {
  const odds = (kind: Judged): number => {
    const sum = weighed.reduce((all, { weight, times }) => all + (kind === "home" ? 0 : weight[kind] * times), 0);
    return Math.exp((Math.log(PRIOR[kind]) + sum) / TEMPERATURE);
  };
  const all = KINDS.map(odds);
  const total = all.reduce((sum, one) => sum + one, 0);
  return Object.fromEntries(KINDS.map((kind, index) => [kind, (all[index] ?? 0) / total])) as Record<Judged, number>;
}

/** The sentence for each kind, or for the sign that speaks loudest for it where that has one of its own. */
const CODES: Readonly<Record<Judged, ReasonCode>> = {
  home: "network-clean",
  corporate: "network-intercepted",
  campus: "network-transparent",
  captive: "network-portal",
  offline: "network-unreached",
};

const OWN_CODES: Readonly<Partial<Record<string, ReasonCode>>> = {
  "handshake-cut": "network-cut",
  "hello-cut": "network-cut",
  "handshake-refused": "network-cut",
  "through-proxy": "network-proxied",
  relayed: "network-relayed",
  "cache-between": "network-relayed",
  "strays-answered": "network-relayed",
};

function codeFor(kind: Judged, weighed: readonly Weighed[]): ReasonCode {
  if (kind !== "corporate" && kind !== "campus") return CODES[kind];
  const strength = ({ weight, times }: Weighed): number => weight[kind] * times;
  const loudest = weighed.reduce<Weighed | null>((a, b) => (a === null || strength(b) > strength(a) ? b : a), null);
  return OWN_CODES[loudest?.id ?? ""] ?? CODES[kind];
}
