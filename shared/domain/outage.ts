// When nothing at all can be reached, the network is down, and that says nothing about any endpoint.
import type { Endpoint } from "./endpoint.ts";
import type { Sample } from "./sample.ts";
import { evidence, latestEvidence, type SampleWindow } from "./sample-window.ts";

/** A failure that a dead network makes: no name, no way, no answer to a connection. Everything else was somebody's doing. */
function isNoWay({ failure }: Sample): boolean {
  if (failure === null) return false;
  if (failure.stage === "resolve") return failure.kind !== "hijacked";
  return failure.stage === "connect" && (failure.kind === "unreachable" || failure.kind === "silent");
}

function hostOf(name: string): string {
  return name.split("/")[2] ?? name;
}

/** Whether the latest look at every endpoint found no way, and they are on two hosts at least: one alone may just be gone. */
export function isOutage(endpoints: readonly Endpoint[], windows: ReadonlyMap<string, SampleWindow>): boolean {
  const hosts = new Set<string>();
  for (const { name } of endpoints) {
    const window = windows.get(name);
    const latest = window === undefined ? undefined : latestEvidence(window);
    if (latest === undefined || !isNoWay(latest)) return false;
    hosts.add(hostOf(name));
  }
  return hosts.size >= 2;
}

/** The windows without the failures of a dead network at their ends. What was seen before, and in other ways, stays. */
export function withoutOutage(windows: ReadonlyMap<string, SampleWindow>): ReadonlyMap<string, SampleWindow> {
  return new Map([...windows].map(([name, window]) => [name, trimmed(window)] as const));
}

function trimmed(window: SampleWindow): SampleWindow {
  const samples = evidence(window);
  const end = samples.findLastIndex((sample) => !isNoWay(sample)) + 1;
  return end === samples.length ? window : { ...window, samples: samples.slice(0, end) };
}
