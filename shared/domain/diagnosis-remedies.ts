import type { CellId, Verdict } from "./diagnosis.ts";
import { interceptionOf, type Reading } from "./diagnosis-reading.ts";

/** What somebody might do about a verdict, or be told to do by others. None of it weakens verification. */
export type RemedyId =
  | "tlsmlkem-off"
  | "tlskyber-off"
  | "tls13-off"
  | "schemes-off"
  | "http2-off"
  | "go-1.22"
  | "go-1.26"
  | "insecure"
  | "other-proxy"
  | "https-proxy"
  | "no-proxy"
  | "proxy-login"
  | "trust-ca"
  | "log-in"
  | "fix-box"
  | "fix-mtu"
  | "fix-endpoint"
  | "fix-resolver"
  | "fix-family"
  | "nothing";

/** Whether a remedy helps here. `unknown`: it cannot be tried from here. */
export interface Remedy {
  readonly id: RemedyId;
  readonly helps: "yes" | "no" | "unknown";
  /** The cell that showed it: it speaks as go would with this remedy. Absent where Go's own rules settle it. */
  readonly shownBy?: CellId;
}

/** The newest Go that is known here; stands for the installed one where there is none. */
const NEWEST_MINOR = 27;

/** Since Go 1.24 hellos carry the share of X25519MLKEM768, and GODEBUG=tlsmlkem=0 leaves it out. */
const MLKEM_SINCE = 24;
/** Go 1.23 alone had a draft of it, with a switch of its own. */
const KYBER_IN = 23;
/** Since Go 1.27 hellos offer signature schemes of ML-DSA; there is no switch for them. */
const SCHEMES_SINCE = 27;

/** Minor version of a Go such as `1.27.0`; of the newest one known for a text that is none. */
function minorOf(goVersion: string | null): number {
  const minor = /^1\.(\d{1,3})/.exec(goVersion ?? "")?.[1];
  return minor === undefined ? NEWEST_MINOR : Number(minor);
}

function shown(reading: Reading, id: RemedyId, cell: CellId): Remedy {
  if (reading.passed(cell)) return { id, helps: "yes", shownBy: cell };
  return reading.failed(cell) ? { id, helps: "no", shownBy: cell } : { id, helps: "unknown" };
}

function no(id: RemedyId): Remedy {
  return { id, helps: "no" };
}

function open(id: RemedyId): Remedy {
  return { id, helps: "unknown" };
}

/** The switch for the post-quantum share that this Go has; none for a Go that sends no such share. */
function withoutShare(reading: Reading, minor: number): readonly Remedy[] {
  if (minor >= MLKEM_SINCE) return [shown(reading, "tlsmlkem-off", "go-hello-no-mlkem")];
  return minor === KYBER_IN ? [shown(reading, "tlskyber-off", "go-hello-small")] : [];
}

function olderGo(reading: Reading, minor: number): readonly Remedy[] {
  const before27 = minor >= SCHEMES_SINCE ? [shown(reading, "go-1.26", "go-hello-no-new-schemes")] : [];
  const before23 = minor >= KYBER_IN ? [shown(reading, "go-1.22", "go-hello-small")] : [];
  return [...before27, ...before23];
}

/** What leads around a box on the way, and what lasts. */
function around(reading: Reading): readonly Remedy[] {
  const proxy = reading.situation.via === "direct" ? [open("https-proxy")] : [];
  return [open("other-proxy"), ...proxy];
}

/** Often advised, and without effect: Go has had no switch for TLS 1.3 since 1.14, and GOINSECURE does not reach proxies. */
const FUTILE: readonly Remedy[] = [no("tls13-off"), no("insecure")];

function forTunnel(reading: Reading): readonly Remedy[] {
  const wantsLogin = reading.failures.some(({ kind }) => kind === "auth-required");
  return [...(wantsLogin ? [open("proxy-login")] : []), open("no-proxy"), open("fix-box")];
}

function forInterception(reading: Reading): readonly Remedy[] {
  if (interceptionOf(reading).trust !== "untrusted") return [{ id: "nothing", helps: "yes" }];
  return [open("trust-ca"), open("other-proxy"), no("insecure")];
}

type Advice = (reading: Reading, minor: number) => readonly Remedy[];

const sized: Advice = (reading, minor) => [
  ...withoutShare(reading, minor),
  ...olderGo(reading, minor),
  ...around(reading),
  open("fix-box"),
  ...FUTILE,
];

const atTheEndpoint: Advice = (reading) => [...around(reading), open("fix-endpoint")];

const ADVICE: Readonly<Record<Verdict, Advice>> = {
  fine: () => [],
  "tls13-intolerant": (reading) => [...around(reading), open("fix-box"), ...FUTILE],
  "large-hello-intolerant": sized,
  "post-quantum-intolerant": sized,
  "signature-schemes-intolerant": (reading, minor) => [
    ...olderGo(reading, minor),
    ...withoutShare(reading, minor),
    no("schemes-off"),
    ...around(reading),
    open("fix-box"),
    ...FUTILE,
  ],
  "split-hello-intolerant": sized,
  "path-mtu": (reading, minor) => [
    ...withoutShare(reading, minor),
    ...olderGo(reading, minor),
    ...around(reading),
    open("fix-mtu"),
    ...FUTILE,
  ],
  "h2-intolerant": (reading) => [shown(reading, "http2-off", "http11"), ...around(reading), open("fix-box")],
  "sni-filter": (reading, minor) => [
    ...around(reading),
    open("fix-box"),
    ...withoutShare(reading, minor).filter(({ helps }) => helps === "no"),
    ...FUTILE,
  ],
  interception: forInterception,
  plaintext: (reading) => [...around(reading), open("fix-box"), no("insecure")],
  "captive-portal": () => [open("log-in"), no("insecure")],
  "tls12-only": () => [{ id: "nothing", helps: "yes" }],
  certificate: (reading) => [open("fix-endpoint"), ...around(reading), no("insecure")],
  "proxy-refuses": forTunnel,
  "proxy-down": forTunnel,
  "name-not-resolved": () => [open("fix-resolver"), open("other-proxy")],
  blocked: (reading) => [...around(reading), open("fix-box"), ...FUTILE],
  "endpoint-down": atTheEndpoint,
  "ipv4-broken": () => [open("fix-family"), open("other-proxy")],
  "ipv6-broken": () => [open("fix-family"), open("other-proxy")],
  "http-failure": atTheEndpoint,
  offline: () => [],
  local: () => [],
  unknown: (reading) => [...around(reading), open("fix-box")],
};

/**
 * What helps against the verdict and what does not, for this version of Go (`null`: the newest known); most useful first.
 * What a cell of the matrix has tried is known, what Go's own rules settle too; the rest is `unknown`.
 */
export function remediesFor(verdict: Verdict, reading: Reading, goVersion: string | null): readonly Remedy[] {
  const remedies = ADVICE[verdict](reading, minorOf(goVersion));
  const order = { yes: 0, unknown: 1, no: 2 } as const;
  return [...remedies].sort((a, b) => order[a.helps] - order[b.helps]);
}
