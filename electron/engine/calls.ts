// What the window and the tray may ask of the engine, one function each. Arguments were validated at the border.
import { chainEndpoints, parseChain } from "../../shared/domain/chain.ts";
import { compareChains } from "../../shared/domain/chain-comparison.ts";
import { withCorrection } from "../../shared/domain/known-network.ts";
import { outlook } from "../../shared/domain/outlook.ts";
import type { SampleWindow } from "../../shared/domain/sample-window.ts";
import { MINUTE } from "../../shared/domain/time.ts";
import type { EngineCalls } from "../../shared/ipc/contract.ts";
import type { CallHost } from "./call-host.ts";
import { doctorCalls } from "./doctor-calls.ts";
import type { Engine } from "./engine-api.ts";
import { readPage } from "./history-page.ts";
import { profileCalls } from "./profile-calls.ts";
import { settingsCalls } from "./settings-calls.ts";

type Handlers = { readonly [K in keyof EngineCalls]: (...args: Parameters<EngineCalls[K]>) => unknown };

/** As many looks as a window holds of what no profile names. */
const MOST_LOOKS = 60;

/** What was seen of the endpoints of a value: those that no profile names from the history. */
function windowsFor(value: string, { doors, state }: CallHost): ReadonlyMap<string, SampleWindow> {
  const { windows } = state();
  const names = chainEndpoints(parseChain(value)).map(({ name }) => name);
  const known = names.map((name): readonly [string, SampleWindow] => {
    const samples = (): SampleWindow["samples"] => doors.history.samples({ endpoint: name, limit: MOST_LOOKS });
    return [name, windows.get(name) ?? { endpoint: name, samples: samples() }];
  });
  return new Map(known);
}

/** The engine's `call`. */
export function createCalls(host: CallHost): Engine["call"] {
  const { doors, dispatch } = host;
  const now = (): number => doors.clock.now();
  const handlers: Handlers = {
    ...doctorCalls(host),
    ...profileCalls(host),
    ...settingsCalls(host),
    "snapshot:read": () => host.snapshot(),
    "profile:choose": (name) => host.change("manual", name),
    "switch:undo": () => host.change("undo", null),
    "probe:now": () => {
      dispatch({ type: "probe-asked", at: now() });
      return null;
    },
    "auto:set": (on) => {
      doors.settings.update((settings) => ({ ...settings, auto: on }));
      // Saying yes to switching by itself also ends what a choice by hand held in place.
      if (on) dispatch({ type: "released", at: now() });
      host.settingsChanged();
      return null;
    },
    "pause:set": (minutes) => {
      dispatch({ type: "paused", at: now(), until: minutes === null ? null : now() + minutes * MINUTE });
      return null;
    },
    "hold:release": () => {
      dispatch({ type: "released", at: now() });
      return null;
    },
    "network:correct": (kind) => {
      const { attachment } = host.state();
      // Without a network there is nothing to say it of.
      if (attachment === null || attachment.fingerprint === "") return null;
      doors.settings.update((settings) => withCorrection(settings, attachment.fingerprint, kind));
      host.settingsChanged();
      return null;
    },
    "history:read": (query) => readPage(doors.history, { ...query, until: query.until ?? now() }),
    "chains:compare": (values) => {
      const { at, policy } = host.state();
      return compareChains(values, (value) => outlook(value, windowsFor(value, host), policy, at));
    },
    "settings:save": (patch) => {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      doors.settings.update((settings) => ({ ...settings, ...given }));
      host.settingsChanged();
      return null;
    },
  };
  return async (name, ...args) => {
    const handler = handlers[name] as (...given: typeof args) => unknown;
    return (await handler(...args)) as ReturnType<EngineCalls[typeof name]>;
  };
}
