// What the samples of one endpoint show about the network between us and it. Weights are in network-weights.ts.
import type { Sample } from "./sample.ts";
import { evidence, type SampleWindow } from "./sample-window.ts";
import { MINUTE, type Millis } from "./time.ts";

/** How one sample is told to show something. */
type Shows = (sample: Sample) => boolean;

function failed(sample: Sample, stage: string, ...kinds: readonly string[]): boolean {
  return sample.failure?.stage === stage && kinds.includes(sample.failure.kind);
}

/** Whether Go's own hello failed where the runtime's smaller one had passed. */
function isGoAlone({ goHello, tls, failure }: Sample): boolean {
  return goHello?.outcome === "failed" && tls?.trust === "public" && failure?.stage === "handshake";
}

/** A failure of the handshake that both hellos met. */
function cut(sample: Sample, ...kinds: readonly string[]): boolean {
  return failed(sample, "handshake", ...kinds) && !isGoAlone(sample);
}

/**
 * A connection within this time comes from the local network; a handshake that takes longer than the second figure does not,
 * and not from the same machine when it takes more than so many times the first.
 */
const NEAR_MS: Millis = 5;
const FAR_MS: Millis = 20;
const RATIO = 4;

/** Connected by somebody near, while TLS comes from afar. */
function isRelayed({ stages, via, failure }: Sample): boolean {
  const { connectMs, handshakeMs } = stages;
  if (via !== "direct" || failure?.kind === "local" || connectMs === null || handshakeMs === null) return false;
  return connectMs < NEAR_MS && handshakeMs > FAR_MS && handshakeMs > RATIO * connectMs;
}

/** The connection took a way as long as that of TLS. */
function isEven({ stages, via, failure }: Sample): boolean {
  const { connectMs, handshakeMs } = stages;
  if (via !== "direct" || failure !== null || connectMs === null || handshakeMs === null) return false;
  return connectMs >= NEAR_MS && handshakeMs <= 2.5 * connectMs;
}

/** What a sample can show, by the id of the evidence. */
const SHOWS = {
  "clean-handshake": (s) =>
    s.failure === null && s.via === "direct" && s.tls?.version === "TLSv1.3" && s.tls.trust === "public",
  reached: (s) => s.failure === null,
  "tls12-only": (s) => s.failure === null && s.tls?.version === "TLSv1.2",
  "issuer-untrusted": (s) => failed(s, "handshake", "certificate-untrusted"),
  "issuer-local": (s) => s.tls?.trust === "local",
  "handshake-silent": (s) => cut(s, "silent"),
  "handshake-cut": (s) => cut(s, "reset", "closed"),
  "handshake-refused": (s) => cut(s, "alert", "protocol-version", "downgraded"),
  "not-tls": (s) => cut(s, "not-tls", "corrupt"),
  "hello-cut": (s) => isGoAlone(s) && failed(s, "handshake", "reset", "closed", "alert", "protocol-version"),
  "hello-silent": (s) => isGoAlone(s) && failed(s, "handshake", "silent"),
  relayed: isRelayed,
  "even-times": isEven,
  "connect-silent": (s) => failed(s, "connect", "silent"),
  "connect-refused": (s) => failed(s, "connect", "refused"),
  "connect-unreachable": (s) => failed(s, "connect", "unreachable"),
  "name-missing": (s) => failed(s, "resolve", "name-not-found"),
  "names-silent": (s) => failed(s, "resolve", "resolver-failed", "resolver-silent"),
  "names-hijacked": (s) => failed(s, "resolve", "hijacked"),
  "sign-in-page": (s) => s.failure?.kind === "portal",
  "through-proxy": (s) => s.via === "http-proxy" && s.failure?.stage !== "tunnel",
} as const satisfies Readonly<Record<string, Shows>>;

/** What samples can show. */
export type Sign = keyof typeof SHOWS;

/** Whether a look that ended well has a sign of somebody in between. */
export function isStrange(sample: Sample): boolean {
  return SHOWS.relayed(sample) || SHOWS["tls12-only"](sample) || SHOWS["issuer-local"](sample);
}

const ALL = Object.entries(SHOWS) as readonly (readonly [Sign, Shows])[];

/** Signs of a failure, which count for a while after it: a box that lets every other handshake pass is still there. */
const LASTING: ReadonlySet<Sign> = new Set<Sign>([
  "issuer-untrusted",
  "handshake-silent",
  "handshake-cut",
  "handshake-refused",
  "not-tls",
]);

/** Signs that are told by times. */
const BY_TIME: ReadonlySet<Sign> = new Set<Sign>(["relayed", "even-times"]);

/** How many samples before the newest are looked through, and how far back. */
const RECENT_SAMPLES = 5;
const RECENT_MS: Millis = 2 * MINUTE;

/** What counts of a sign that only an earlier sample showed. */
const LASTING_SHARE = 0.5;

/** What one endpoint shows. */
export interface EndpointSigns {
  readonly endpoint: string;
  /** How clearly: 1 by the newest sample, less by those before. */
  readonly shown: ReadonlyMap<Sign, number>;
  /** Who signed the certificate that was not trusted, or only here; empty when there was none. */
  readonly issuer: string;
  /** All of it as one text: two windows with the same say the same. */
  readonly key: string;
}

const known = new WeakMap<SampleWindow, EndpointSigns | null>();

/** What a window shows; `null` when nothing in it counts. Each window is read once. */
export function signsOf(window: SampleWindow): EndpointSigns | null {
  const before = known.get(window);
  if (before !== undefined) return before;
  const signs = readSigns(window);
  known.set(window, signs);
  return signs;
}

/** The newest sample, with the shortest times of those alike: a busy machine makes them longer, nothing makes them shorter. */
function quickestOf(newest: Sample, recent: readonly Sample[]): Sample {
  const alike = recent.filter(({ via, failure }) => via === newest.via && failure === null);
  const least = (stage: "connectMs" | "handshakeMs"): Millis | null => {
    const times = [newest, ...alike].map(({ stages }) => stages[stage]).filter((time) => time !== null);
    return newest.stages[stage] === null ? null : Math.min(...times);
  };
  const stages = { ...newest.stages, connectMs: least("connectMs"), handshakeMs: least("handshakeMs") };
  return { ...newest, stages };
}

function shownBy(newest: Sample, recent: readonly Sample[]): ReadonlyMap<Sign, number> {
  const shown = new Map<Sign, number>();
  const quickest = quickestOf(newest, recent);
  for (const [sign, shows] of ALL) {
    if (shows(BY_TIME.has(sign) ? quickest : newest)) shown.set(sign, 1);
    else if (LASTING.has(sign) && recent.some(shows)) shown.set(sign, LASTING_SHARE);
  }
  return shown;
}

function readSigns(window: SampleWindow): EndpointSigns | null {
  const samples = evidence(window);
  const newest = samples.at(-1);
  if (newest === undefined) return null;
  const recent = samples.slice(-1 - RECENT_SAMPLES, -1).filter(({ at }) => newest.at - at <= RECENT_MS);
  const shown = shownBy(newest, recent);
  const stranger = [newest, ...recent].find(({ tls }) => tls !== null && tls.trust !== "public");
  const issuer = stranger?.tls?.issuer ?? "";
  const key = [window.endpoint, issuer, ...[...shown].map(([sign, share]) => `${sign}*${share}`)].join(" ");
  return { endpoint: window.endpoint, shown, issuer, key };
}
