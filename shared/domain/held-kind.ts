// The kind of a place does not change with a bad moment: once it is known, another has to be likelier by far, and for a while.
import { isPlaceKind } from "./known-network.ts";
import type { Doubt, NetworkKind, PlaceKind } from "./network.ts";
import type { KindVerdict } from "./network-kind.ts";
import type { State } from "./state.ts";
import { MINUTE, type Millis, SECOND } from "./time.ts";

/** So much likelier than the kind that is shown, by the same evidence, another has to be: 1.5 nats. */
const CLEARLY = 4.5;

/** So long everything has to speak for it: a look at the normal interval, and one at the pace of trouble. */
const PERSISTS_MS: Millis = 45 * SECOND;

/** The first looks come one by one, and the silent ones last: so long nothing is held. */
const YOUNG_MS: Millis = MINUTE;

/** What is taken for the verdict on the network of now, and the doubt that is left. */
export interface Held {
  readonly kept: Omit<KindVerdict, "chances">;
  readonly doubt: Doubt | null;
}

/** Holds the verdict on the network of now against what was shown of it so far. */
export function heldKind(state: State, verdict: KindVerdict): Held {
  const measured = { ...state.network, ...state.network.measured };
  const held = isPlaceKind(measured.kind) ? measured.kind : rememberedKind(state);
  if (held === null || !isOtherPlace(verdict.kind, held)) return { kept: verdict, doubt: null };
  const kept = measured.kind === held ? measured : { ...verdict, kind: "unknown" as const };
  const doubt = doubtOf(state, verdict, held);
  return doubt !== null && isSettled(state, doubt) ? { kept: verdict, doubt: null } : { kept, doubt };
}

/** Whether it is not what is held; without a way out, or behind a sign-in page, there is no telling the kind of place. */
function isOtherPlace(kind: NetworkKind, held: PlaceKind): boolean {
  return kind !== held && kind !== "offline" && kind !== "captive";
}

function doubtOf(state: State, { kind, confidence, chances }: KindVerdict, held: PlaceKind): Doubt | null {
  if (!isPlaceKind(kind) || confidence < CLEARLY * (chances[held] ?? 0)) return null;
  return { kind, since: state.doubt?.kind === kind ? state.doubt.since : state.steady };
}

function isSettled({ at, steady, network }: State, { since }: Doubt): boolean {
  return at - network.since < YOUNG_MS || steady - since >= PERSISTS_MS;
}

function rememberedKind({ known }: State): PlaceKind | null {
  return known === null || known.corrected ? null : known.kind;
}
