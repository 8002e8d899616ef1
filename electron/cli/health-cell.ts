import type { HealthKind } from "../../shared/domain/health.ts";
import type { Cell } from "./table.ts";
import type { Style, Terminal } from "./terminal.ts";

const LOOKS: Readonly<Record<HealthKind, { readonly mark: string; readonly style: Style }>> = {
  healthy: { mark: "●", style: "green" },
  degraded: { mark: "◐", style: "yellow" },
  down: { mark: "✕", style: "red" },
  unknown: { mark: "○", style: "dim" },
};

/** A verdict told apart by shape and colour, with its word. */
export function healthCell(terminal: Terminal, kind: HealthKind): Cell {
  const { mark, style } = LOOKS[kind];
  return { text: `${mark} ${terminal.t(`words:health.${kind}`)}`, style };
}
