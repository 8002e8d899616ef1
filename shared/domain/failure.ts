/** The step of a probe, in the order in which they happen. `tunnel` is there only through an HTTP proxy. */
export type Stage = "resolve" | "connect" | "tunnel" | "handshake" | "http" | "protocol";

/** The failure kinds that each stage can have. `local` and `unknown` may come at any stage. */
export const KINDS = {
  resolve: ["name-not-found", "resolver-failed", "resolver-silent", "hijacked", "local", "unknown"],
  connect: ["refused", "reset", "unreachable", "silent", "local", "unknown"],
  tunnel: ["refused", "reset", "silent", "auth-required", "denied", "upstream-failed", "local", "unknown"],
  handshake: [
    "reset",
    "closed",
    "silent",
    "not-tls",
    "protocol-version",
    "alert",
    "downgraded",
    "corrupt",
    "certificate-untrusted",
    "certificate-name",
    "certificate-expired",
    "local",
    "unknown",
  ],
  http: ["reset", "closed", "silent", "status", "portal", "too-large", "local", "unknown"],
  protocol: ["not-a-go-proxy", "bad-content", "local", "unknown"],
} as const satisfies Record<Stage, readonly string[]>;

/** What went wrong, in words a user can learn. A closed list: a cause that fits none is `unknown`, never guessed. */
export type FailureKind = (typeof KINDS)[Stage][number];

/**
 * The one failure of a Sample. `local` means our own side (no route, sleep, a stalled loop) and is no evidence
 * against the endpoint. `raw` keeps codes and details for the journal; nothing branches on it.
 */
export interface Failure {
  readonly stage: Stage;
  readonly kind: FailureKind;
  readonly raw: string;
}

/** What failed and how, without the details: what failures are counted by. */
export type FailureName = `${Stage}/${FailureKind}`;

/** The two halves of a failure's name. */
export function partsOf(name: FailureName): Pick<Failure, "stage" | "kind"> {
  const [stage, kind] = name.split("/") as [Stage, FailureKind];
  return { stage, kind };
}

const CERTAIN: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "not-tls",
  "protocol-version",
  "certificate-untrusted",
  "certificate-name",
  "certificate-expired",
  "portal",
  "not-a-go-proxy",
]);

/** Whether a failure of this kind is a deliberate answer that chance (a lost packet, a busy server) cannot produce. */
export function isCertain(kind: FailureKind): boolean {
  return CERTAIN.has(kind);
}
