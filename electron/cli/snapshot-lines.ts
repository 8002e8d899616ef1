import type { MeasuredKind } from "../../shared/domain/network.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import type { EndpointView, Snapshot, Status } from "../../shared/domain/snapshot.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { healthCell } from "./health-cell.ts";
import { sayOutlook } from "./outlook-text.ts";
import { type Cell, oneLine, tableLines } from "./table.ts";
import type { Style, Terminal } from "./terminal.ts";
import { clockTime, milliseconds, span } from "./when.ts";

/** Looks that the strip of one endpoint shows. */
const STRIP = 20;

const STATUS_STYLE: Readonly<Record<Status, Style>> = {
  healthy: "green",
  degraded: "yellow",
  down: "red",
  offline: "dim",
  paused: "dim",
  measuring: "dim",
};

/** The snapshot for eyes: status, network, profile and decision, then one line for each endpoint. */
export function snapshotLines(
  terminal: Terminal,
  snapshot: Snapshot,
  { isAuto }: { readonly isAuto: boolean },
): readonly string[] {
  const { t } = terminal;
  const { network, decision } = snapshot;
  const label = (key: string): Cell => ({ text: t(`cli:watch.${key}`), style: "dim" });
  const facts = tableLines(terminal, [
    [label("network"), networkText(terminal, network)],
    [label("profile"), `${snapshot.active ?? t("cli:watch.no-profile")}  ${snapshot.goproxy}`],
    [{ text: t("cli:outlook.label"), style: "dim" }, sayOutlook(t, snapshot.outlook)],
    [
      label("decision"),
      t("cli:pair", { head: t(`words:decision.${decision.kind}`), text: sayReason(t, decision.because) }),
    ],
  ]);
  const status = terminal.paint(STATUS_STYLE[snapshot.status], t(`words:status.${snapshot.status}`));
  const mode = terminal.paint("dim", t(`cli:watch.auto-${isAuto ? "on" : "off"}`));
  const endpoints = snapshot.endpoints.map((endpoint) => endpointRow(terminal, endpoint));
  return [
    `${clockTime(snapshot.at)}  ${status}  ${mode}`,
    ...facts,
    ...switchLine(terminal, snapshot),
    "",
    ...tableLines(terminal, endpoints),
  ];
}

/** The kind of network, how sure that is, and why, in one sentence. */
export function networkText({ t }: Terminal, { kind, confidence, because }: MeasuredKind): string {
  const sure =
    kind === "unknown" || kind === "offline" || because.code === "network-corrected"
      ? ""
      : ` (${t("cli:watch.sure", { percent: Math.round(confidence * 100) })})`;
  return t("cli:pair", { head: t(`words:kind.${kind}`) + sure, text: sayReason(t, because) });
}

function switchLine(terminal: Terminal, { lastSwitch, at }: Snapshot): readonly string[] {
  if (lastSwitch === null) return [];
  const { t } = terminal;
  const none = t("cli:watch.no-profile");
  const text = `${lastSwitch.from ?? none} → ${lastSwitch.to ?? none}, ${span(at - lastSwitch.at)}: ${sayReason(t, lastSwitch.because)}`;
  return [`${terminal.paint("dim", t("cli:watch.last-switch"))}  ${oneLine(text)}`];
}

function endpointRow(terminal: Terminal, { name, health, recent }: EndpointView): Cell[] {
  return [
    healthCell(terminal, health.kind),
    name,
    `${milliseconds(health.p50HandshakeMs)} / ${milliseconds(health.p50TotalMs)} ms`,
    recent.slice(-STRIP).map(mark).join(""),
    sayReason(terminal.t, health.because),
  ];
}

/** One look in one character: a bar that grows with the time it took, a cross for a failure. */
function mark({ failure, totalMs }: Sample): string {
  if (failure !== null) return failure.kind === "local" ? "·" : "×";
  // Each step is about the double of the one before: 50 ms to 3 s.
  return "▁▂▃▄▅▆▇█".charAt(Math.min(7, Math.max(0, Math.round(Math.log2(totalMs / 50)) + 1)));
}
