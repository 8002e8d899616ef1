// What a peer's first answer to a ClientHello can be, as read from the wire and from nothing else: the same under OpenSSL and
// BoringSSL, because neither takes part. Types only; server-hello.ts reads bytes into them.
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Millis } from "../../../shared/domain/time.ts";

/** A message of the peer that settles what it makes of our hello. Numbers are those of IANA's TLS registries. */
export type FirstAnswer =
  | {
      readonly kind: "server-hello";
      /** 0x0303 (TLS 1.2) or 0x0304 (TLS 1.3); other values as sent. */
      readonly version: number;
      readonly cipher: number;
      /** Group of the key share; `null` below TLS 1.3, where it comes later. */
      readonly group: number | null;
      /** Whether the random ends in the mark of a server that could do TLS 1.3 but was asked for less (RFC 8446, 4.1.3). */
      readonly downgraded: boolean;
    }
  | {
      readonly kind: "retry-request";
      /** The group that the server wants a share of; `null` when it asks for something else, such as a cookie. */
      readonly group: number | null;
    }
  | { readonly kind: "alert"; readonly level: number; readonly code: number }
  | {
      readonly kind: "not-tls";
      /** Status of an HTTP answer in clear; `null` for other bytes. */
      readonly httpStatus: number | null;
      /** The Location of such an answer, at most 200 characters; `null` without one. */
      readonly location: string | null;
      /** The first bytes, printable, at most 40 characters. */
      readonly beginning: string;
    };

/** How one hello on one connection ended. */
export interface HelloOutcome {
  /** `null` when the peer said nothing that could be read: then `failure` says how it ended. */
  readonly answer: FirstAnswer | null;
  /** `null` for a ServerHello or HelloRetryRequest. */
  readonly failure: Failure | null;
  /** Time to connect (behind a proxy: to the proxy), `null` when that failed. */
  readonly connectMs: Millis | null;
  /** From the last byte of the hello to the first byte, end or reset that came back; `null` when nothing came. */
  readonly answerMs: Millis | null;
  /** Bytes of the hello's record. */
  readonly helloBytes: number;
}
