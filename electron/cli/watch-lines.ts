import type { EndpointView, Snapshot } from "../../shared/domain/snapshot.ts";
import { sayReason } from "../../shared/view/translate.ts";
import type { DecisionLine } from "../engine/engine-api.ts";
import { healthCell } from "./health-cell.ts";
import { oneLine, tableLines } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { clockTime } from "./when.ts";

/** A decision on one line; `when` says the time. */
export function decisionLine(terminal: Terminal, { at, decision }: DecisionLine, when = clockTime): string {
  const { t } = terminal;
  const word = t(`words:decision.${decision.kind}`);
  const move =
    decision.kind === "switch"
      ? `${decision.from ?? t("cli:watch.no-profile")} → ${decision.profile}`
      : (decision.profile ?? "");
  const text = [word, move].filter((part) => part !== "").join(" ");
  const shown = decision.kind === "switch" ? terminal.paint("bold", text) : text;
  const said = t("cli:pair", { head: shown, text: oneLine(sayReason(t, decision.because)) });
  return `${terminal.paint("dim", when(at))}  ${said}`;
}

function oneTimed(terminal: Terminal, at: number, text: string): string {
  return `${terminal.paint("dim", clockTime(at))}  ${text}`;
}

/** What a reader of lines should hear of a new snapshot: endpoints, network and profile that are not as they were. */
export function changesBetween(terminal: Terminal, before: Snapshot | null, after: Snapshot): readonly string[] {
  const { t } = terminal;
  const said: string[] = [];
  if (before?.network.kind !== after.network.kind || before.network.fingerprint !== after.network.fingerprint) {
    const { kind, because } = after.network;
    said.push(
      t("cli:pair", { head: `${t("cli:watch.network")} ${t(`words:kind.${kind}`)}`, text: sayReason(t, because) }),
    );
  }
  if (before !== null && before.active !== after.active) {
    said.push(`${t("cli:watch.profile")} ${after.active ?? t("cli:watch.no-profile")}  ${after.goproxy}`);
  }
  const known = new Map(before?.endpoints.map((endpoint) => [endpoint.name, endpoint.health.kind]));
  const changed = after.endpoints.filter(({ name, health }) => (known.get(name) ?? "unknown") !== health.kind);
  said.push(...changed.flatMap((endpoint) => endpointLine(terminal, endpoint)));
  return said.map((line) => oneTimed(terminal, after.at, line));
}

function endpointLine(terminal: Terminal, { name, health }: EndpointView): readonly string[] {
  return tableLines(terminal, [[healthCell(terminal, health.kind), name, sayReason(terminal.t, health.because)]]);
}
