import type { Change, EffectiveEnv } from "./goenv.ts";
import type { Outlook } from "./outlook.ts";
import type { ProfileView, Snapshot } from "./snapshot.ts";
import type { Millis } from "./time.ts";

// What is said to somebody who never told Gangway anything. It is advice for a person, not a decision: nothing is done by it.

/** What the first run has to say. */
export type FirstAdvice =
  /** Nothing can be measured without a network, or behind a login page. */
  | { readonly kind: "offline" }
  | { readonly kind: "measuring"; readonly measured: number; readonly count: number }
  /** No profile serves here. */
  | { readonly kind: "none" }
  /** The values in force serve as well as any profile would. `choices` are the others that serve, best first. */
  | { readonly kind: "keep"; readonly choices: readonly ProfileView[] }
  /** `best` serves better than the values in force. */
  | { readonly kind: "take"; readonly best: ProfileView; readonly choices: readonly ProfileView[] };

/** A difference in success that a week of looks would hardly show. */
const SAME_SUCCESS = 0.02;

/** Nobody feels a module that takes so much longer, or half as long again. */
const SAME_TIME: Millis = 150;
const SAME_FACTOR = 1.5;

/** Whether nothing was ever said to Gangway: neither a switch, nor a word on the proposal, nor leave to switch by itself. */
export function isFirstRun({ lastSwitch, settings }: Snapshot): boolean {
  return !settings.auto && lastSwitch === null && !settings.proposalAnswered;
}

/** The advice. Templates and profiles that were not measured, or do not serve, are never advised. */
export function firstAdvice(snapshot: Snapshot): FirstAdvice {
  const { endpoints, network, outlook, profiles } = snapshot;
  if (network.kind === "offline" || network.kind === "captive") return { kind: "offline" };
  const measured = endpoints.filter(({ health, recent }) => health.kind !== "unknown" || recent.length > 0).length;
  if (measured < endpoints.length) return { kind: "measuring", measured, count: endpoints.length };
  const others = profiles.filter((p) => !p.active && p.template !== true && (p.outlook.success ?? 0) > 0);
  const [best, ...rest] = others.sort((a, b) => compare(a.outlook, b.outlook));
  if (isServing(outlook) && (best === undefined || isAsGood(outlook, best.outlook))) {
    return { kind: "keep", choices: best === undefined ? [] : [best, ...rest] };
  }
  return best === undefined ? { kind: "none" } : { kind: "take", best, choices: rest };
}

function isServing({ success }: Outlook): boolean {
  return (success ?? 0) > 0;
}

function isAsGood(now: Outlook, then: Outlook): boolean {
  if ((now.success ?? 0) < (then.success ?? 0) - SAME_SUCCESS) return false;
  const [before, after] = [now, then].map(({ expectedMs }) => expectedMs ?? Number.POSITIVE_INFINITY) as [
    Millis,
    Millis,
  ];
  return before <= Math.max(after + SAME_TIME, after * SAME_FACTOR);
}

/** By success, whole differences only, then by time. */
function compare(a: Outlook, b: Outlook): number {
  const gained = (b.success ?? 0) - (a.success ?? 0);
  if (Math.abs(gained) > SAME_SUCCESS) return gained;
  return (a.expectedMs ?? Number.POSITIVE_INFINITY) - (b.expectedMs ?? Number.POSITIVE_INFINITY);
}

/** What a profile would change of the values in force; `null` is what Go does by itself. */
export function changesBy(profile: Pick<ProfileView, "env">, { variables }: EffectiveEnv): readonly Change[] {
  return Object.entries(profile.env).flatMap(([name, after]): readonly Change[] => {
    const now = variables[name];
    const before = now === undefined || now.value === "" ? null : now.value;
    // To unset what is not in the file is to change nothing.
    const isSame = after === null ? now?.origin !== "file" : before === after;
    return isSame ? [] : [{ name, before, after }];
  });
}
