import { chainEndpoints, parseChain } from "../domain/chain.ts";
import type { HealthKind } from "../domain/health.ts";
import type { ExportFormat } from "../domain/profile-export.ts";
import type { EndpointView, Snapshot, Status } from "../domain/snapshot.ts";
import type { EngineCallName } from "../ipc/channels.ts";
import type { EngineCalls } from "../ipc/contract.ts";
import type { Translate } from "./translate.ts";
import { decisionLabel, profileLabel, resumeLabel, roughly, testLabel, titleOf } from "./tray-labels.ts";

/** What choosing an item does, as data: a call to the engine, or something of the shell itself. */
export type TrayAction =
  | { [K in EngineCallName]: { readonly call: K; readonly args: Parameters<EngineCalls[K]> } }[EngineCallName]
  | { readonly shell: "open" | "quit" }
  | { readonly shell: "copy"; readonly what: CopyWhat };

/** What the menu puts on the clipboard: the profile in force for a shell, or diagnostics. */
export type CopyWhat = Extract<ExportFormat, "shell" | "fish" | "powershell"> | "diagnostics";

/** One row of the menu. A `status` is only read, never chosen. */
export type TrayItem =
  | { readonly kind: "separator" }
  | { readonly kind: "status"; readonly label: string }
  | { readonly kind: "action"; readonly label: string; readonly enabled: boolean; readonly action: TrayAction }
  | {
      readonly kind: "radio" | "checkbox";
      readonly label: string;
      readonly enabled: boolean;
      readonly checked: boolean;
      /** The hot key that does the same, as Electron writes accelerators. */
      readonly hotKey?: string;
      readonly action: TrayAction;
    }
  | { readonly kind: "submenu"; readonly label: string; readonly items: readonly TrayItem[] };

/** Everything the tray shows. Equal models look the same, so nothing has to be drawn again for them. */
export interface TrayModel {
  readonly icon: Status;
  /** One line: profile, network, worst endpoint. */
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** What the tray shows something of. */
export interface TrayFacts {
  /** `null` until the engine has told its first. */
  readonly snapshot: Snapshot | null;
  /** Whether the engine's process runs and has told something; without it nothing can be asked. */
  readonly running: boolean;
  /** How often the engine's process had to be started again in this run. */
  readonly restarts: number;
  /** Whether the user has closed the window and so may wonder where Gangway is. */
  readonly windowClosed: boolean;
}

/** More profiles than this go into a submenu: a menu should fit a small screen. */
const MOST_PROFILES = 7;

/** How long "Pause for an hour" pauses, in minutes. */
const PAUSE_MINUTES = 60;

const COPIES: readonly CopyWhat[] = ["shell", "fish", "powershell", "diagnostics"];

/** Worst first. Nothing measured is less worrying than trouble, and more than health. */
const WORST_FIRST: readonly HealthKind[] = ["down", "degraded", "unknown", "healthy"];

const SEPARATOR: TrayItem = { kind: "separator" };

/** What the tray shows of the facts. Pure; every sentence comes through `t`. */
export function trayModel(facts: TrayFacts, t: Translate): TrayModel {
  const { snapshot, running } = facts;
  const worst = snapshot === null ? null : worstEndpoint(snapshot);
  const icon = running && snapshot !== null ? snapshot.status : "measuring";
  const lines = statusLines(facts, worst, t).map((label): TrayItem => ({ kind: "status", label }));
  const profiles = snapshot === null ? [] : [...profileItems(snapshot, running, t), SEPARATOR];
  const controls =
    snapshot === null ? [] : [...controlItems(snapshot, running, t), ...moreItems(snapshot, t), SEPARATOR];
  return {
    icon,
    tooltip: tooltip(facts, worst, t),
    items: [
      ...lines,
      SEPARATOR,
      ...profiles,
      ...controls,
      { kind: "action", label: t("tray:open"), enabled: true, action: { shell: "open" } },
      { kind: "action", label: t("tray:quit"), enabled: true, action: { shell: "quit" } },
    ],
  };
}

function tooltip({ snapshot, running }: TrayFacts, worst: EndpointView | null, t: Translate): string {
  if (snapshot === null) return t("tray:tooltip-starting");
  if (!running) return t("tray:tooltip-restarting");
  const values = { profile: activeTitle(snapshot, t), network: networkWords(snapshot, t) };
  const head = t(snapshot.demo ? "tray:tooltip-demo" : "tray:tooltip", values);
  return worst === null ? head : t("tray:tooltip-worst", { head, endpoint: endpointWords(worst, t) });
}

function statusLines(facts: TrayFacts, worst: EndpointView | null, t: Translate): readonly string[] {
  const { snapshot, running, restarts } = facts;
  const lines: string[] = [];
  if (snapshot === null) lines.push(t("tray:starting"));
  else {
    const values = { status: t(`words:status.${snapshot.status}`), network: networkWords(snapshot, t) };
    lines.push(t(snapshot.demo ? "tray:state-demo" : "tray:state", values));
    if (worst !== null) lines.push(endpointWords(worst, t));
    lines.push(...worries(snapshot, t));
  }
  const hasBegun = snapshot !== null || restarts > 0;
  if (!running && hasBegun) lines.push(t("tray:engine-stopped"));
  if (running && restarts > 0) lines.push(t("tray:engine-restarted", { count: restarts }));
  if (facts.windowClosed) lines.push(t("tray:window-closed"));
  return lines;
}

/** What keeps Gangway from doing its work, each in a line. */
function worries(snapshot: Snapshot, t: Translate): readonly string[] {
  const lines = snapshot.warnings.map((w) => t(`tray:warning.${w.code}`, { name: w.name ?? "" }));
  if (snapshot.notices.some((n) => n.code === "engine-fault")) lines.push(t("tray:engine-fault"));
  if (snapshot.hold !== null && snapshot.settings.auto) lines.push(t(`tray:hold.${snapshot.hold}`));
  return lines;
}

function profileItems(snapshot: Snapshot, running: boolean, t: Translate): readonly TrayItem[] {
  const items = snapshot.profiles.map(
    (p): TrayItem => ({
      kind: "radio",
      label: profileLabel(p, t),
      enabled: running && p.template !== true,
      checked: p.active,
      ...hotKeyOf(snapshot, p.name),
      action: { call: "profile:choose", args: [p.name] },
    }),
  );
  if (items.length <= MOST_PROFILES) return items;
  return [{ kind: "submenu", label: t("tray:profiles", { profile: activeTitle(snapshot, t) }), items }];
}

function controlItems(snapshot: Snapshot, running: boolean, t: Translate): readonly TrayItem[] {
  const paused = snapshot.pausedUntil !== null;
  const action = (label: string, enabled: boolean, what: TrayAction): TrayItem => ({
    kind: "action",
    label,
    enabled: enabled && running,
    action: what,
  });
  return [
    {
      kind: "checkbox",
      label: t("tray:auto"),
      enabled: running,
      checked: snapshot.settings.auto,
      action: { call: "auto:set", args: [!snapshot.settings.auto] },
    },
    paused
      ? action(resumeLabel(snapshot, t), true, { call: "pause:set", args: [null] })
      : action(t("tray:pause"), true, { call: "pause:set", args: [PAUSE_MINUTES] }),
    action(testLabel(snapshot, t), !paused, { call: "probe:now", args: [] }),
    action(undoLabel(snapshot, t), snapshot.canUndo, { call: "switch:undo", args: [] }),
  ];
}

function hotKeyOf({ settings }: Snapshot, name: string): { readonly hotKey?: string } {
  const hotKey = settings.hotKeys[name];
  return hotKey === undefined ? {} : { hotKey };
}

/** What was decided lately, and what can be copied. */
function moreItems(snapshot: Snapshot, t: Translate): readonly TrayItem[] {
  const recent = snapshot.recentDecisions.map(
    (d): TrayItem => ({ kind: "status", label: decisionLabel(d, snapshot, t) }),
  );
  const copies = COPIES.map(
    (what): TrayItem => ({
      kind: "action",
      label: t(`tray:copy.${what}`),
      enabled: what === "diagnostics" || snapshot.active !== null,
      action: { shell: "copy", what },
    }),
  );
  const decisions: TrayItem = { kind: "submenu", label: t("tray:recent"), items: recent };
  return [...(recent.length === 0 ? [] : [decisions]), { kind: "submenu", label: t("tray:copies"), items: copies }];
}

function undoLabel(snapshot: Snapshot, t: Translate): string {
  const { canUndo, undoTo } = snapshot;
  if (!canUndo) return t("tray:undo");
  return undoTo === null ? t("tray:undo-to-own") : t("tray:undo-to", { profile: titleOf(snapshot, undoTo, t) });
}

function activeTitle(snapshot: Snapshot, t: Translate): string {
  return snapshot.active === null ? t("tray:own-values") : titleOf(snapshot, snapshot.active, t);
}

function networkWords(snapshot: Snapshot, t: Translate): string {
  return t(`tray:network.${snapshot.network.kind}`);
}

/** The endpoint in the worst state among those that the value in force names; `null` when it names none. */
function worstEndpoint(snapshot: Snapshot): EndpointView | null {
  const inForce = namesIn(snapshot.goproxy);
  const badness = (e: EndpointView): number => WORST_FIRST.indexOf(e.health.kind);
  const slowness = (e: EndpointView): number => e.health.p50TotalMs ?? 0;
  const candidates = snapshot.endpoints.filter((e) => inForce.has(e.name));
  return candidates.sort((a, b) => badness(a) - badness(b) || slowness(b) - slowness(a)).at(0) ?? null;
}

/** The chain taken apart last: the one in force, look after look. */
let lastChain: { readonly goproxy: string; readonly names: ReadonlySet<string> } | null = null;

function namesIn(goproxy: string): ReadonlySet<string> {
  if (lastChain?.goproxy !== goproxy) {
    lastChain = { goproxy, names: new Set(chainEndpoints(parseChain(goproxy)).map((e) => e.name)) };
  }
  return lastChain.names;
}

function endpointWords({ name, health }: EndpointView, t: Translate): string {
  const endpoint = name.replace(/^https?:\/\//, "");
  const values = { endpoint, health: t(`words:health.${health.kind}`) };
  if (health.successRate === null) return t("tray:endpoint-unknown", values);
  const percent = Math.round(health.successRate * 100);
  if (health.p50TotalMs === null) return t("tray:endpoint-unreached", { ...values, percent });
  return t("tray:endpoint", { ...values, percent, ms: roughly(health.p50TotalMs) });
}
