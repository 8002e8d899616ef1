import type { Failure, FailureKind } from "./failure.ts";
import type { Instant, Millis } from "./time.ts";

/** How long each stage took, in milliseconds. A stage that was not reached is `null`. */
export interface StageTimings {
  readonly resolveMs: Millis | null;
  readonly connectMs: Millis | null;
  /** Absent on a direct route; `null` when a proxy is used but CONNECT was not reached. */
  readonly tunnelMs?: Millis | null;
  /** Network part of the handshake: how long the server's messages were waited for, without our own computing. */
  readonly handshakeMs: Millis | null;
  /** From the request's last byte to the first byte of the answer. */
  readonly ttfbMs: Millis | null;
}

/**
 * Who vouches for the served certificate: a root of the public web, a root found only in this machine's store
 * (interception by an installed CA, or an internal service), or nobody we trust.
 */
export type Trust = "public" | "local" | "untrusted";

/** What the TLS handshake settled. Present as soon as a certificate was seen, even when it is not trusted. */
export interface TlsFacts {
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly version: string;
  /** Key exchange group as Go names it, for example `X25519`, read from the wire. Absent when the wire does not tell. */
  readonly group?: string;
  /** The server asked for another hello (HelloRetryRequest), which costs one round trip more. Absent when it did not. */
  readonly retryRequest?: true;
  readonly alpn?: string;
  /** Issuer of the leaf as one line, for example `CN=Example Root, O=Example`. */
  readonly issuer?: string;
  readonly trust: Trust;
}

/**
 * What came of the go command's own first message, said on a connection of its own: the runtime's is smaller and passes
 * where Go's may not.
 */
export interface GoHello {
  /** Release of Go whose hello was said, without `go` in front, for example `1.27.0`. */
  readonly version: string;
  /** Whether it was captured from the go command of this machine, or came with Gangway for a release like it. */
  readonly origin: "captured" | "shipped";
  readonly outcome: "ok" | "failed";
  /** Why it failed; absent when it did not. */
  readonly kind?: FailureKind;
  /** Key exchange group that the server chose or asked for; absent when it did not get so far, and below TLS 1.3. */
  readonly group?: string;
  /** The server asked for another hello (HelloRetryRequest), which costs one round trip more. Absent when it did not. */
  readonly retryRequest?: true;
}

/** How a sample reached its endpoint. */
export type Via = "direct" | "http-proxy";

/** One look at one endpoint. At most one failure: what comes after the failed stage was not tried. */
export interface Sample {
  /** The endpoint's name, see `endpointName`. */
  readonly endpoint: string;
  /** When the look began. */
  readonly at: Instant;
  readonly via: Via;
  readonly stages: StageTimings;
  /** From the beginning to the end of the look, whether it succeeded or not. */
  readonly totalMs: Millis;
  /** `null` when no handshake got far enough, or the endpoint is plain HTTP. */
  readonly tls: TlsFacts | null;
  readonly failure: Failure | null;
  /** Absent when Go's hello was not said in this look. When it alone failed, it is the failure of the sample. */
  readonly goHello?: GoHello;
}

/** Whether the sample says nothing about its endpoint because our own side was at fault. */
export function isLocal(sample: Sample): boolean {
  return sample.failure?.kind === "local";
}

/** The newest sample of a look that succeeded, of those in order of time. */
export function lastGood(samples: readonly Sample[]): Sample | undefined {
  return samples.findLast(({ failure }) => failure === null);
}
