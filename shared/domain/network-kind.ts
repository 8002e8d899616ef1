import type { Attachment, Evidence, NetworkKind } from "./network.ts";
import type { Policy } from "./policy.ts";
import { type Reason, reason } from "./reason.ts";
import type { Sample } from "./sample.ts";
import { latestEvidence, type SampleWindow } from "./sample-window.ts";

/** The kind of network that the samples speak for. */
export interface KindVerdict {
  readonly kind: NetworkKind;
  readonly confidence: number;
  readonly because: Reason;
  readonly evidence: readonly Evidence[];
}

interface Feature {
  readonly id: string;
  readonly corporate: number;
  readonly campus: number;
  readonly shows: (sample: Sample) => boolean;
}

function failed(sample: Sample, stage: string, ...kinds: readonly string[]): boolean {
  return sample.failure?.stage === stage && kinds.includes(sample.failure.kind);
}

// Weights in nats against `home`, tuned in a lab of real middleboxes; no field data stands behind them.
const FEATURES: readonly Feature[] = [
  {
    id: "clean-handshake",
    corporate: -3.07,
    campus: -2.09,
    shows: (s) => s.failure === null && s.tls?.version === "TLSv1.3" && s.tls.trust === "public",
  },
  {
    id: "issuer-untrusted",
    corporate: 4.6,
    campus: 0.2,
    shows: (s) => failed(s, "handshake", "certificate-untrusted"),
  },
  { id: "issuer-local", corporate: 4.6, campus: 1, shows: (s) => s.tls?.trust === "local" },
  { id: "handshake-silent", corporate: 0.9, campus: 2.6, shows: (s) => failed(s, "handshake", "silent") },
  { id: "handshake-cut", corporate: 2, campus: 1.6, shows: (s) => failed(s, "handshake", "reset", "closed") },
  {
    id: "handshake-refused",
    corporate: 2,
    campus: 0.9,
    shows: (s) => failed(s, "handshake", "alert", "protocol-version", "downgraded"),
  },
  { id: "not-tls", corporate: 0.7, campus: 1.4, shows: (s) => failed(s, "handshake", "not-tls") },
  { id: "connect-silent", corporate: 0.3, campus: 0.9, shows: (s) => failed(s, "connect", "silent") },
  { id: "connect-refused", corporate: 0.8, campus: 0.5, shows: (s) => failed(s, "connect", "refused") },
  { id: "through-proxy", corporate: 1.5, campus: 0.3, shows: (s) => s.via === "http-proxy" },
];

/** How common each kind is before anything was seen: a guess from where laptops spend their days. */
const PRIOR = { home: 0.55, corporate: 0.22, campus: 0.13 } as const;

/** Looks of one round share their causes, so a feature seen at many endpoints counts as seen this often at most. */
const CORRELATED = 1.5;

function isPortal(sample: Sample): boolean {
  return sample.failure?.kind === "portal";
}

/** A failure that our own side explains better than the endpoint does. */
function isNoRoute(sample: Sample): boolean {
  const { failure } = sample;
  if (failure === null) return false;
  return failure.stage === "resolve" ? failure.kind !== "hijacked" : failed(sample, "connect", "unreachable");
}

/** All of a sample that `networkKind` looks at. */
const SIGNS: readonly ((sample: Sample) => unknown)[] = [
  (s) => s.endpoint,
  (s) => s.via,
  (s) => s.failure?.stage,
  (s) => s.failure?.kind,
  (s) => s.tls?.version,
  (s) => s.tls?.trust,
];

/** Whether two samples, or their absence, speak for the same kinds of network. */
export function isSameSign(a: Sample | undefined, b: Sample | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && SIGNS.every((sign) => sign(a) === sign(b));
}

/**
 * The kind of the attached network from the latest sample of each endpoint; `windows` has one for every endpoint, measured
 * or not. Pure; `unknown` while the evidence is thin, which it is until half of the endpoints have answered or failed: the
 * first to answer are those that nothing stands in the way of.
 */
export function networkKind(attachment: Attachment, windows: readonly SampleWindow[], policy: Policy): KindVerdict {
  if (!attachment.online) {
    return { kind: "offline", confidence: 1, because: reason("network-offline"), evidence: [] };
  }
  const latest = windows.map(latestEvidence).filter((sample) => sample !== undefined);
  if (latest.length * 2 < windows.length) {
    return { kind: "unknown", confidence: 0, because: reason("network-thin"), evidence: [] };
  }
  const reached = latest.filter((s) => s.failure === null).length;
  if (reached === 0 && latest.some(isPortal)) {
    return { kind: "captive", confidence: 0.9, because: reason("network-portal"), evidence: [] };
  }
  // Two endpoints without a route at once are no coincidence; one alone may simply not exist here.
  if (latest.length >= 2 && latest.every(isNoRoute)) {
    return { kind: "offline", confidence: 0.8, because: reason("network-offline"), evidence: [] };
  }
  return weighKinds(latest, policy);
}

function weighKinds(latest: readonly Sample[], policy: Policy): KindVerdict {
  const evidence = FEATURES.flatMap((feature): readonly Evidence[] => {
    const seen = latest.filter(feature.shows);
    if (seen.length === 0) return [];
    const times = Math.min(seen.length, CORRELATED);
    const points = { home: 0, corporate: feature.corporate * times, campus: feature.campus * times };
    return [{ id: feature.id, observed: seen.map((s) => s.endpoint).join(" "), points }];
  });
  const score = (kind: keyof typeof PRIOR): number =>
    Math.exp(Math.log(PRIOR[kind]) + evidence.reduce((sum, e) => sum + e.points[kind], 0));
  const scores = { home: score("home"), corporate: score("corporate"), campus: score("campus") };
  const total = scores.home + scores.corporate + scores.campus;
  const [kind, best] = (["home", "corporate", "campus"] as const)
    .map((k) => [k, scores[k] / total] as const)
    .reduce((a, b) => (b[1] > a[1] ? b : a));
  const confidence = Math.round(best * 1000) / 1000;
  if (evidence.length === 0 || confidence < policy.minConfidence) {
    return {
      kind: "unknown",
      confidence: evidence.length === 0 ? 0 : confidence,
      because: reason("network-thin"),
      evidence,
    };
  }
  const codes = { home: "network-clean", corporate: "network-intercepted", campus: "network-transparent" } as const;
  return { kind, confidence, because: reason(codes[kind]), evidence };
}
