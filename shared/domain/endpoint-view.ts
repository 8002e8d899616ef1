import type { Endpoint } from "./endpoint.ts";
import { judge } from "./health.ts";
import { lightsOf } from "./lights-due.ts";
import { type GoClient, reuseOf } from "./reuse.ts";
import { lastGood } from "./sample.ts";
import { emptyWindow, type SampleWindow } from "./sample-window.ts";
import type { EndpointView } from "./snapshot.ts";
import type { State } from "./state.ts";

/** What the views of all endpoints have in common. */
export interface Viewing {
  /** The go command's client; `null`: not known, and no cost of connections is told. */
  readonly client: GoClient | null;
  /** How many samples are shown of each. */
  readonly samples: number;
}

/** The view made last from the samples in a window, and from what else. */
const made = new WeakMap<SampleWindow, { readonly from: readonly unknown[]; readonly view: EndpointView }>();

/**
 * One endpoint as eyes see it. The same object as before while nothing that it is made from has changed: each look changes
 * one endpoint, and the others need neither be made nor sent again.
 */
export function endpointView(state: State, endpoint: Endpoint, viewing: Viewing): EndpointView {
  const { name, role } = endpoint;
  const window = state.windows.get(name) ?? emptyWindow(name);
  const health = state.healths.get(name) ?? judge(window, state.policy);
  const probing = state.probing.has(name);
  const { client, samples } = viewing;
  const from = [
    name,
    role,
    health,
    probing,
    state.lights.get(name),
    state.env,
    samples,
    client?.parallel,
    client?.http2,
  ];
  const last = made.get(window);
  if (last?.from.every((part, n) => part === from[n]) === true) return last.view;
  const lights = lightsOf(state, endpoint);
  const view: EndpointView = {
    name,
    role,
    health,
    recent: window.samples.slice(-samples),
    probing,
    ...costOf(window, client),
    ...(lights === undefined ? {} : { lights }),
  };
  made.set(window, { from, view });
  return view;
}

function costOf({ samples }: SampleWindow, client: GoClient | null): Pick<EndpointView, "reuse"> {
  const reuse = client === null ? null : reuseOf(lastGood(samples), client);
  return reuse === null ? {} : { reuse };
}
