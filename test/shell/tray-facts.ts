import { firstState } from "../../shared/domain/first-state.ts";
import { judge } from "../../shared/domain/health.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import { reason } from "../../shared/domain/reason.ts";
import { emptyWindow, push } from "../../shared/domain/sample-window.ts";
import { DEFAULT_SETTINGS } from "../../shared/domain/settings.ts";
import type { EndpointView, ProfileView, Snapshot } from "../../shared/domain/snapshot.ts";
import { snapshotOf } from "../../shared/domain/snapshot-of.ts";
import { createTranslate } from "../../shared/view/translate.ts";
import { type TrayFacts, type TrayItem, type TrayModel, trayModel } from "../../shared/view/tray-model.ts";
import { good } from "../support/samples.ts";

export const en = createTranslate("en");
export const zh = createTranslate("zh-CN");

export const PROXY = "https://proxy.test";

export function endpoint(name: string, samples: EndpointView["recent"]): EndpointView {
  const window = samples.reduce((w, s) => push(w, s, DEFAULT_POLICY, s.at), emptyWindow(name));
  return { name, role: "proxy", health: judge(window, DEFAULT_POLICY), recent: samples, probing: false };
}

export function profile(name: string, title: string, active = false): ProfileView {
  const outlook = {
    success: null,
    expectedMs: null,
    p50Ms: null,
    p95Ms: null,
    servedBy: null,
    sure: false,
    because: reason("outlook-unmeasured"),
  };
  return { name, title, builtin: false, env: {}, kinds: [], outlook, active };
}

export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const blank = snapshotOf(firstState({ at: 0, steady: 0 }, DEFAULT_SETTINGS), { version: "1.0.0", demo: false });
  return {
    ...blank,
    status: "healthy",
    network: { ...blank.network, kind: "home" },
    goproxy: `${PROXY},direct`,
    active: "office",
    profiles: [profile("office", "Office", true), profile("mirror", "Mirror")],
    endpoints: [endpoint(PROXY, [good(1, 41.4), good(2, 41.4), good(3, 41.4)])],
    ...changes,
  };
}

export function facts(changes: Partial<TrayFacts> = {}): TrayFacts {
  return { snapshot: snapshot(), running: true, restarts: 0, windowClosed: false, ...changes };
}

export function model(changes: Partial<Snapshot> = {}, t = en): TrayModel {
  return trayModel(facts({ snapshot: snapshot(changes) }), t);
}

export function labels(items: readonly TrayItem[]): readonly string[] {
  return items.flatMap((i) => (i.kind === "separator" ? [] : [i.label]));
}

export function find(shown: TrayModel, beginning: string): Exclude<TrayItem, { kind: "separator" }> {
  const found = shown.items.find((i) => i.kind !== "separator" && i.label.startsWith(beginning));
  if (found === undefined || found.kind === "separator") throw new Error(`no item ${beginning}`);
  return found;
}
