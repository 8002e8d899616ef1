// What a rule is worth in a world: how soon it leaves what is broken, how often it leaves what is not, and whether it keeps
// its promises.
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import { type Instant, MINUTE, type Millis, SECOND } from "../../shared/domain/time.ts";
import type { Life, Move } from "./live.ts";
import { type Break, stayAt, type World } from "./world.ts";

/** What was measured in one world, or in many together. */
export interface Measured {
  worlds: number;
  moves: number;
  looks: number;
  /** Times from the first failure that was seen, and from the beginning of the break, to the switch. */
  readonly left: Record<Break["way"], { afterFirst: Millis[]; afterBreak: Millis[] }>;
  /** Breaks that were not left in time although somebody else served. */
  readonly notLeft: string[];
  /** Times from joining a known network until the right profile was in force. */
  readonly arrived: Millis[];
  /** Times from the end of a break to the return. */
  readonly returned: Millis[];
  /** Moves away from a proxy that served, to another than the right one. */
  falseMoves: number;
  /** Moves that must not be. */
  readonly forbidden: string[];
}

/** Nothing measured yet. */
export function nothing(): Measured {
  return {
    worlds: 0,
    moves: 0,
    looks: 0,
    left: { hard: { afterFirst: [], afterBreak: [] }, silent: { afterFirst: [], afterBreak: [] } },
    notLeft: [],
    arrived: [],
    returned: [],
    falseMoves: 0,
    forbidden: [],
  };
}

/** How soon a break must be left, after the first failure that was seen. */
export const LIMIT: Readonly<Record<Break["way"], Millis>> = { hard: 5 * SECOND, silent: 30 * SECOND };

function activeAt(moves: readonly Move[], at: Instant): number {
  return moves.findLast((move) => move.at <= at)?.to ?? 0;
}

function endOfStay({ stays, lengthMs }: World, at: Instant): Instant {
  return Math.min(stays.find(({ from }) => from > at)?.from ?? lengthMs, lengthMs);
}

/** Adds what a rule did in one world. */
export function add(sum: Measured, world: World, life: Life): void {
  sum.worlds += 1;
  sum.moves += life.moves.length;
  sum.looks += life.looks;
  for (const each of world.breaks) addBreak(sum, { world, life, each });
  addArrivals(sum, world, life);
  for (const [place, move] of life.moves.entries()) addMove(sum, world, { move, before: life.moves[place - 1] });
}

/** Whether the place is the one that was left, and the rest after a switch there is not over. */
function isBackWithinRest({ stays }: World, moves: readonly Move[], at: Instant): boolean {
  const [left, joined] = stays.filter(({ from, fingerprint }) => from <= at && fingerprint !== "").slice(-2);
  return (
    left?.fingerprint === joined?.fingerprint &&
    moves.some((move) => move.at < at && at - move.at < DEFAULT_POLICY.restMs)
  );
}

interface Met {
  readonly world: World;
  readonly life: Life;
  readonly each: Break;
}

function addBreak(sum: Measured, met: Met): void {
  const { world, life, each } = met;
  const end = Math.min(each.until, endOfStay(world, each.from));
  const first = life.inForce.find(({ at, failed }) => failed && at >= each.from)?.at ?? end;
  const isMet = activeAt(life.moves, each.from) === each.proxy && first < end;
  if (!isMet || isResting(world, life, first)) return;
  const move = life.moves.find(({ at }) => at >= first && at < end);
  if (move !== undefined) {
    sum.left[each.way].afterFirst.push(move.at - first);
    sum.left[each.way].afterBreak.push(move.at - each.from);
    addReturn(sum, met, move);
  } else if (end - first > LIMIT[each.way]) {
    const what = `${each.way} ${each.answer.failure?.kind ?? ""}`;
    sum.notLeft.push(`seed ${world.seed}: ${what} at ${Math.round(each.from / SECOND)} s`);
  }
}

/** Whether a second switch would come within ten minutes of the one before on the same network, which never may be. */
function isResting(world: World, { moves }: Life, at: Instant): boolean {
  const { from } = stayAt(world, at);
  return moves.some((move) => move.at < at && move.at >= from && at - move.at < DEFAULT_POLICY.restMs);
}

/** Long enough for the rest, the time of good news and a look that is five minutes away. */
const TO_RETURN_MS = 25 * MINUTE;

function addReturn(sum: Measured, { world, life, each }: Met, left: Move): void {
  const staysUntil = endOfStay(world, each.from);
  const next = world.breaks.find(({ from, proxy }) => from > each.until && proxy === each.proxy)?.from ?? staysUntil;
  if (Math.min(staysUntil, next) - each.until < TO_RETURN_MS) return;
  const back = life.moves.find(({ at, to }) => at > left.at && to === each.proxy)?.at;
  sum.returned.push(back === undefined ? Number.POSITIVE_INFINITY : back - each.until);
}

function addArrivals(sum: Measured, world: World, { moves }: Life): void {
  for (const { from, isKnown } of world.stays) {
    const right = world.rightAt(from);
    const isSteady = world.rightAt(from + 10 * SECOND) === right && endOfStay(world, from) - from > 10 * SECOND;
    if (!isKnown || right === null || !isSteady || isBackWithinRest(world, moves, from)) continue;
    const there = activeAt(moves, from) === right ? from : moves.find(({ at, to }) => at >= from && to === right)?.at;
    sum.arrived.push(there === undefined ? Number.POSITIVE_INFINITY : there - from);
  }
}

function addMove(
  sum: Measured,
  world: World,
  { move, before }: { readonly move: Move; readonly before: Move | undefined },
): void {
  const stay = stayAt(world, move.at);
  const told = `seed ${world.seed}: ${move.from} to ${move.to} at ${Math.round(move.at / 1000)} s`;
  if (stay.fingerprint === "" || stay.kind === "captive") sum.forbidden.push(`${told}, ${stay.kind}`);
  const isTooSoon = before !== undefined && before.at >= stay.from && move.at - before.at < DEFAULT_POLICY.restMs;
  if (isTooSoon) sum.forbidden.push(`${told}, too soon`);
  const right = world.rightAt(move.at);
  if (right === move.from || (right !== move.to && right !== null && isServing(world, move))) sum.falseMoves += 1;
}

/** Whether what was left served. Asked only of worlds whose answers depend on the time alone. */
function isServing(world: World, { from, at }: Move): boolean {
  return world.breaks.length > 0 && [0, 1, 2].every((n) => world.answerOf(from, at + n).failure === null);
}

/** The value below which the fraction lies, in seconds; NaN of nothing. */
export function seconds(values: readonly Millis[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN) / SECOND;
}
