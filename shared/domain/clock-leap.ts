import type { Sample } from "./sample.ts";
import type { SampleWindow } from "./sample-window.ts";
import { lookAtAll } from "./schedule.ts";
import type { State } from "./state.ts";
import { type Instant, type Millis, SECOND, type Steady } from "./time.ts";

// The wall clock is set now and then, by a person or a time server, and it goes on while the machine sleeps. The schedule
// runs on a steady clock and does not notice; what was dated by the wall clock has to be put right.

/** A step back by less is slewing, and time then stands still for that long. The same figure tells a look that slept. */
const BACK_MS: Millis = SECOND;

/** A leap ahead by more is a sleep that nobody told of, or as good as one. */
const AHEAD_MS: Millis = 10 * SECOND;

/** The state at a new moment. A clock set back redates what was seen; one that leapt ahead has everything looked at anew. */
export function atMoment(before: State, at: Instant, steady: Steady): State {
  const passed = Math.max(0, steady - before.steady);
  const leap = at - before.at - passed;
  const now = { at: Math.max(at, before.at), steady: before.steady + passed };
  if (leap < -BACK_MS) return { ...redated(before, leap), ...now, at };
  const state = { ...before, ...now };
  return leap > AHEAD_MS && !state.asleep ? lookAtAll(state, state.policy.burstSamples) : state;
}

/** Everything that was dated by the wall clock, moved with it: how long ago something was stays true. */
function redated(state: State, leap: Millis): State {
  const moved = <T extends Instant | null>(at: T): T => (at === null ? at : ((at + leap) as T));
  const sample = (s: Sample): Sample => ({ ...s, at: moved(s.at) });
  const window = (w: SampleWindow): SampleWindow => ({ ...w, samples: w.samples.map(sample) });
  return {
    ...state,
    windows: new Map([...state.windows].map(([name, w]) => [name, window(w)] as const)),
    goodSince: new Map([...state.goodSince].map(([name, since]) => [name, moved(since)] as const)),
    network: { ...state.network, since: moved(state.network.since) },
    site: state.site === null ? null : { ...state.site, since: moved(state.site.since) },
    activeSince: moved(state.activeSince),
    pausedUntil: moved(state.pausedUntil),
    lastAutoAt: moved(state.lastAutoAt),
  };
}
