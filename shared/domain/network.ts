import type { Reason } from "./reason.ts";
import type { Instant, Steady } from "./time.ts";

/** The kind of network we are attached to. `unknown` when the evidence is thin. */
export type NetworkKind = "home" | "corporate" | "campus" | "captive" | "offline" | "unknown";

/** Every kind, in the order in which they are shown. */
export const NETWORK_KINDS: readonly NetworkKind[] = ["home", "corporate", "campus", "captive", "offline", "unknown"];

/** One observation and how it speaks for a kind, in nats, against `home` as the reference at 0. */
export interface Evidence {
  readonly id: string;
  readonly observed: string;
  readonly points: { readonly home: number; readonly corporate: number; readonly campus: number };
}

/** What the machine tells of its attachment that speaks for a kind of network. Names nothing. */
export interface AttachmentHints {
  /** What the search domains of the resolver look like: a company's inner names, a school's, or neither. */
  readonly searchDomain: "company" | "school" | null;
  /** Whether a virtual private network is up. */
  readonly vpn: boolean;
}

/** The kinds of a place. The others are states in which one may be at any of them, or ignorance. */
export type PlaceKind = Extract<NetworkKind, "home" | "corporate" | "campus">;

/** Every kind of a place, in the order in which they are shown. */
export const PLACE_KINDS: readonly PlaceKind[] = ["home", "corporate", "campus"];

/** Another kind than the one that is shown, and since when everything speaks for it. */
export interface Doubt {
  readonly kind: PlaceKind;
  readonly since: Steady;
}

/** What was known of a network before it was joined this time. */
export interface KnownNetwork {
  readonly kind: PlaceKind;
  /** 0 to 1; 1 for what the user said. */
  readonly confidence: number;
  /** The user said so; it wins over what is seen. */
  readonly corrected: boolean;
}

/** The kind of a network as a recording has it. */
export interface ToldKind {
  readonly kind: NetworkKind;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What the machine itself knows of its attachment, before any probe. Holds no raw identifier. */
export interface Attachment {
  /** Salted hash of gateway, resolvers, search domains and interface kind; empty when there is no network. */
  readonly fingerprint: string;
  /** Whether any interface other than loopback has an address and a route leads out. */
  readonly online: boolean;
  /** The fingerprint that this one takes the place of: more is known now of the same place. */
  readonly refines?: string;
  readonly hints?: AttachmentHints;
}

/** What the samples alone say of the kind of a network. */
export interface MeasuredKind {
  readonly kind: NetworkKind;
  /** 0 to 1. */
  readonly confidence: number;
  readonly because: Reason;
}

/** What we know of the attached network. */
export interface Network extends Attachment {
  readonly kind: NetworkKind;
  /** 0 to 1. */
  readonly confidence: number;
  readonly because: Reason;
  readonly evidence: readonly Evidence[];
  /** What the samples alone say; absent where `kind` is just that. */
  readonly measured?: MeasuredKind;
  /** When this network was joined. */
  readonly since: Instant;
}
