import type { KnownNetwork, MeasuredKind, NetworkKind, PlaceKind } from "./network.ts";
import { PLACE_KINDS } from "./network.ts";
import type { KindVerdict } from "./network-kind.ts";
import { reason } from "./reason.ts";
import type { Settings } from "./settings.ts";

// What is known of a network from before: what the user said of it, or what it was taken for last time.

/** More places than anybody goes back to; what was said first is forgotten first. */
const MOST_CORRECTIONS = 200;

/** A memory is never as sure as what is seen: the place may have changed since. */
const MOST_REMEMBERED = 0.9;

/** A verdict with what was known of the network taken in. */
export interface KnownVerdict extends Omit<KindVerdict, "chances"> {
  /** What the samples alone say; absent where the verdict is just that. */
  readonly measured?: MeasuredKind;
}

/** Whether it is the kind of a place, and not a state or ignorance. */
export function isPlaceKind(kind: string): kind is PlaceKind {
  return (PLACE_KINDS as readonly string[]).includes(kind);
}

/**
 * The verdict on a network of which something was known. What the user said wins over what is seen; what was only seen last
 * time holds until the samples tell by themselves. That there is no network, or a login page in front of it, always shows.
 */
export function withKnown(verdict: KnownVerdict, known: KnownNetwork | null): KnownVerdict {
  const { kind, confidence, because, evidence } = verdict;
  if (known === null || isState(kind)) return verdict;
  const measured = { kind, confidence, because };
  if (known.corrected) {
    return { kind: known.kind, confidence: 1, because: reason("network-corrected"), evidence, measured };
  }
  if (kind !== "unknown") return verdict;
  const remembered = Math.min(known.confidence, MOST_REMEMBERED);
  return { kind: known.kind, confidence: remembered, because: reason("network-remembered"), evidence, measured };
}

function isState(kind: NetworkKind): boolean {
  return kind === "offline" || kind === "captive";
}

/** What the user said of the network of this fingerprint; `null` when nothing. */
export function correctionOf({ corrections }: Settings, fingerprint: string): KnownNetwork | null {
  const kind = Object.hasOwn(corrections, fingerprint) ? corrections[fingerprint] : undefined;
  return kind === undefined ? null : { kind, confidence: 1, corrected: true };
}

/** The settings after the user said what the network is; `null` takes back what was said. The newest are kept. */
export function withCorrection(settings: Settings, fingerprint: string, kind: PlaceKind | null): Settings {
  const others = Object.entries(settings.corrections).filter(([name]) => name !== fingerprint);
  const all = kind === null ? others : [...others, [fingerprint, kind] as const];
  return { ...settings, corrections: Object.fromEntries(all.slice(-MOST_CORRECTIONS)) };
}

/** The settings once more is known of the same place: what was said of it holds under its new fingerprint. */
export function withRefined(settings: Settings, from: string, to: string): Settings {
  const said = correctionOf(settings, from);
  if (said === null) return settings;
  const without = withCorrection(settings, from, null);
  return correctionOf(settings, to) === null ? withCorrection(without, to, said.kind) : without;
}
