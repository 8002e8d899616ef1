// What a window of looks says in order of time: whether the endpoint stands, fails for sure, is coming back, or stumbles so
// often that it is of no use.
import { isCertain } from "./failure.ts";
import type { Policy } from "./policy.ts";
import type { Sample } from "./sample.ts";

/** The state that the looks leave an endpoint in. */
export interface Course {
  readonly state: "steady" | "failing" | "recovering";
  /** Fast successes in a row since it failed for sure. */
  readonly back: number;
  /** Of the last successes that another look followed, 20 and 40 at most: what followed. */
  readonly lately: Steps;
  readonly longer: Steps;
}

/** Successes that another look followed: how many, and how many of them a failure followed. */
export interface Steps {
  readonly steps: number;
  readonly falls: number;
}

/** So many steps tell of now: few, to see a change soon, and more, to tell one look in four from one in five. */
const LATELY = 20;
const LONGER = 40;

/** Whether so many failures in a row are enough to act on. Those that chance cannot produce are sure sooner. */
export function isSureRun(length: number, certain: number, needed: number, policy: Policy): boolean {
  return length >= needed || certain >= policy.sureCertainFailures;
}

/** What is carried from look to look. */
interface Walk {
  state: Course["state"];
  run: number;
  certain: number;
  back: number;
  steps: boolean[];
}

function fall(walk: Walk, isCertainFailure: boolean, needed: number, policy: Policy): void {
  walk.run += 1;
  walk.certain += isCertainFailure ? 1 : 0;
  if (walk.state === "recovering" || isSureRun(walk.run, walk.certain, needed, policy)) walk.state = "failing";
  walk.back = 0;
}

function stand(walk: Walk, isFast: boolean, policy: Policy): void {
  [walk.run, walk.certain] = [0, 0];
  if (walk.state === "steady") return;
  // What was before the outage is of another time.
  if (walk.state === "failing") walk.steps = [];
  walk.back = isFast ? walk.back + 1 : 0;
  walk.state = walk.back >= policy.recoverRun ? "steady" : "recovering";
}

/** Follows the samples, all of them evidence. `needed`: failures in a row that make it sure. */
export function follow(samples: readonly Sample[], needed: number, policy: Policy): Course {
  const walk: Walk = { state: "steady", run: 0, certain: 0, back: 0, steps: [] };
  let wasGood = false;
  for (const { failure, totalMs } of samples) {
    if (wasGood) walk.steps.push(failure !== null);
    wasGood = failure === null;
    if (failure === null) stand(walk, totalMs <= policy.slowMs, policy);
    else fall(walk, isCertain(failure.kind), needed, policy);
  }
  const { state, back } = walk;
  return { state, back, lately: lastOf(walk.steps, LATELY), longer: lastOf(walk.steps, LONGER) };
}

function lastOf(all: readonly boolean[], most: number): Steps {
  const last = all.slice(-most);
  return { steps: last.length, falls: last.filter(Boolean).length };
}
