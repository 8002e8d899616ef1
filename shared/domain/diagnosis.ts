import type { Failure } from "./failure.ts";
import type { TlsFacts, Trust, Via } from "./sample.ts";
import type { Instant, Millis } from "./time.ts";

/**
 * The ways in which an endpoint is spoken to, in the order in which they are shown. `tls12`, `tls13`, `h2` and `http11` are
 * whole handshakes of this runtime; `ipv4` and `ipv6` whole looks over one family; the others are single hellos, byte for
 * byte as a go command would send them but for what their name says.
 */
export const CELL_IDS = [
  "tls12",
  "tls13",
  "tls13-large",
  "go-hello",
  "go-hello-small",
  "go-hello-no-mlkem",
  "go-hello-no-new-schemes",
  "go-hello-split",
  "control-name",
  "h2",
  "http11",
  "ipv4",
  "ipv6",
] as const;

/** One way of speaking to an endpoint. A public interface, as `--json` gives it. */
export type CellId = (typeof CELL_IDS)[number];

/** What came back first, in the form in which hellos are read; numbers are those of IANA's TLS registries. */
export type CellAnswer =
  | { readonly kind: "server-hello"; readonly version: number; readonly downgraded: boolean }
  | { readonly kind: "retry-request"; readonly group: number | null }
  | { readonly kind: "alert"; readonly code: number }
  | { readonly kind: "not-tls"; readonly httpStatus: number | null };

/** Why a cell says nothing: each is a fact about the endpoint, this machine, or the other cells. */
export type SkipReason =
  /** The way to the endpoint failed already, so there was nobody to speak to. */
  | "unreachable"
  /** The name has no address of this family. */
  | "no-address"
  /** This machine is attached to no network of this family. */
  | "not-attached"
  /** Nobody listens at the loopback address of this family, where `localhost` has one of each. */
  | "loopback"
  /** The endpoint is named by an address, which no hello tells. */
  | "no-name"
  /** The hello of this Go has nothing of what this cell leaves out. */
  | "same-hello"
  /** It tells causes apart where Go's own hello fails; Go's own hello passed. */
  | "not-needed"
  /** The endpoint chose the other protocol, which is its right. */
  | "not-offered";

/** Marks of the served certificate that tell a broken server from a box that signs for others. */
export interface CertificateMarks {
  /** Whether it vouches for itself. */
  readonly selfSigned: boolean;
  /** Whether it carries a receipt of a public log (RFC 6962), which every certificate of the public web has. */
  readonly logged: boolean;
  /** The issuer whose certificate was not served and is not trusted: where the chain breaks off; `null` without a gap. */
  readonly gap: string | null;
}

/** One way of speaking to the endpoint, and what became of it. */
export interface Cell {
  readonly id: CellId;
  readonly outcome: "ok" | "failed" | "skipped";
  /** With `failed` alone. */
  readonly failure?: Failure;
  /** With `skipped` alone. */
  readonly skipped?: SkipReason;
  /** Time to connect; behind a proxy to the proxy. Absent when that failed. */
  readonly connectMs?: Millis;
  /** From the hello to the first byte, end or reset that came back; absent when nothing came, or it was not timed. */
  readonly answerMs?: Millis;
  /** How long nothing was heard before we gave up; with a silent failure alone. */
  readonly waitedMs?: Millis;
  /** Length of a whole handshake. Absent for a single hello, and for a handshake that failed. */
  readonly handshakeMs?: Millis;
  /** Bytes of the hello's record, where we made it. */
  readonly helloBytes?: number;
  readonly answer?: CellAnswer;
  readonly tls?: TlsFacts;
  readonly certificate?: CertificateMarks;
}

/** What the matrix alone does not say. */
export interface Situation {
  readonly via: Via;
  /** Whether the host is one of the public web, whose certificate no private authority signs. */
  readonly isPublicHost: boolean;
}

/** Every verdict. A closed list: what fits none of them is `unknown`, with everything seen kept. */
export const VERDICTS = [
  "fine",
  "tls13-intolerant",
  "large-hello-intolerant",
  "post-quantum-intolerant",
  "signature-schemes-intolerant",
  "split-hello-intolerant",
  "path-mtu",
  "h2-intolerant",
  "sni-filter",
  "interception",
  "plaintext",
  "captive-portal",
  "tls12-only",
  "certificate",
  "proxy-refuses",
  "proxy-down",
  "name-not-resolved",
  "blocked",
  "endpoint-down",
  "ipv4-broken",
  "ipv6-broken",
  "http-failure",
  "offline",
  "local",
  "unknown",
] as const;

/** The one name for what is wrong between Go and an endpoint. */
export type Verdict = (typeof VERDICTS)[number];

/** How TLS 1.3 fares: refused by something that resets or swallows it, or simply not spoken. */
export type Tls13 = "ok" | "intolerant" | "unsupported" | "unreachable";

/** How hellos that need more than one TCP segment fare. */
export type LargeHello = "ok" | "intolerant" | "unknown";

/** Whether somebody else than the endpoint opens the connection. `trust` is `unknown` when no certificate was seen. */
export interface Interception {
  readonly found: boolean;
  readonly issuer?: string;
  readonly trust: Trust | "unknown";
}

/** A sentence as data: a code below `diagnose:note`, and the values that it needs. */
export interface Note {
  readonly code: NoteCode;
  /** Plain numbers and words; never an address of this machine, never credentials. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Every sentence of evidence. */
export type NoteCode =
  | "passed"
  | "passed-untimed"
  | "failed"
  | "failed-untimed"
  | "failed-unheard"
  | "nearby"
  | "as-far"
  | "local-connect"
  | "retry-request"
  | "issuer"
  | "local-root"
  | "chain-gap"
  | "self-signed"
  | "pieces-pass"
  | "pieces-fail"
  | "go-passes"
  | "schemes-too"
  | "downgraded"
  | "no-mark";

/** A sentence with its values. */
export function note(code: NoteCode, values: Readonly<Record<string, string | number>> = {}): Note {
  return { code, values };
}

/** All that is known of one endpoint after its matrix was filled. */
export interface Diagnosis {
  /** The endpoint's name, see `endpointName`. */
  readonly endpoint: string;
  /** When the first connection was opened. */
  readonly at: Instant;
  /** Version of the installed go command, such as `1.27.0`; `null` without one. */
  readonly goVersion: string | null;
  /** Version of the Go whose hello was sent, such as `1.27.0`. */
  readonly helloVersion: string;
  /** Whether that hello was captured from the installed go command, or came with Gangway. */
  readonly helloOrigin: "captured" | "shipped";
  /** One cell for each id, in the order of `CELL_IDS`. */
  readonly matrix: readonly Cell[];
  readonly situation: Situation;
  /** Addresses of the endpoint that were spoken to; none behind a proxy, and none that is this machine's own. */
  readonly addresses: readonly string[];
}
