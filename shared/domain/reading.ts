import type { Endpoint } from "./endpoint.ts";
import { type Health, judge } from "./health.ts";
import { type KindVerdict, networkKind } from "./network-kind.ts";
import { signsOf } from "./network-signs.ts";
import type { Surroundings } from "./network-weights.ts";
import type { Policy } from "./policy.ts";
import { emptyWindow, type SampleWindow } from "./sample-window.ts";
import type { State } from "./state.ts";

/** What the windows say by themselves, whatever the time. */
export interface Reading {
  readonly windows: State["windows"];
  readonly attachment: State["attachment"];
  readonly policy: Policy;
  readonly survey: State["survey"];
  readonly routes: State["routes"];
  readonly env: State["env"];
  /** What each endpoint shows of the network, in their order, as text; empty for one that shows nothing yet. */
  readonly signs: readonly string[];
  readonly healths: ReadonlyMap<string, Health>;
  /** `null` while the attachment is not known. */
  readonly verdict: KindVerdict | null;
}

/**
 * The last reading for these endpoints. Half of the events bring no sample, and most samples are like the one before: with a
 * thousand endpoints this is most of the work.
 */
const readings = new WeakMap<State["endpoints"], Reading>();

/** Reads the windows: a verdict for each endpoint, and for the network. */
export function read(state: State): Reading {
  const { windows, endpoints, attachment, policy, survey, routes, env } = state;
  const known = readings.get(endpoints);
  const isComparable = known !== undefined && BESIDE.every((name) => known[name] === state[name]);
  if (isComparable && known.windows === windows) return known;
  const all = endpoints.map((e) => windows.get(e.name) ?? blankFor(e));
  const signs = all.map((window) => signsOf(window)?.key ?? "");
  const healths = new Map<string, Health>();
  for (const window of all) healths.set(window.endpoint, judge(window, policy));
  const isLike = isComparable && signs.every((key, index) => key === known.signs[index]);
  const verdict = isLike
    ? known.verdict
    : attachment === null
      ? null
      : networkKind(attachment, all, policy, surroundingsOf(state));
  const reading = { windows, attachment, policy, survey, routes, env, signs, healths, verdict };
  readings.set(endpoints, reading);
  return reading;
}

/** What a reading rests on beside the windows. */
const BESIDE = ["attachment", "policy", "survey", "routes", "env"] as const;

const OWN_MACHINE = /^(?:[a-z0-9]+:\/\/)?(?:[^@/]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/i;

function surroundingsOf({ survey, routes, env }: State): Surroundings {
  const others = (routes ?? []).filter(({ desktop }) => desktop.kind === "proxy" && !OWN_MACHINE.test(desktop.url));
  const own = ["HTTPS_PROXY", "https_proxy"].map((name) => env?.variables[name]?.value ?? "").find((v) => v !== "");
  return { survey, desktopProxy: others.length > 0, ownProxy: own !== undefined && OWN_MACHINE.test(own) };
}

/** Windows of endpoints without a sample, one each, so that they are not judged anew with every event. */
const blanks = new WeakMap<Endpoint, SampleWindow>();

function blankFor(endpoint: Endpoint): SampleWindow {
  const blank = blanks.get(endpoint) ?? emptyWindow(endpoint.name);
  blanks.set(endpoint, blank);
  return blank;
}
