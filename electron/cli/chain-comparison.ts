// Several GOPROXY values side by side, as programs and people get them.
import type { Compared } from "../../shared/domain/chain-comparison.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { sayTime } from "./outlook-text.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** As programs get them. */
export function chainRecords({ english }: Terminal, chains: readonly Compared[]): readonly object[] {
  return chains.map(({ value, outlook, fallbackMs }) => ({
    value,
    success: outlook.success,
    p50Ms: outlook.p50Ms,
    p95Ms: outlook.p95Ms,
    fallbackMs,
    servedBy: outlook.servedBy,
    because: sayReason(english, outlook.because),
  }));
}

/** As people get them. */
export function printChains(terminal: Terminal, chains: readonly Compared[]): void {
  const { t } = terminal;
  const head = ["success", "p50", "p95", "fallback", "because"].map((key) => t(`cli:chains.${key}`));
  terminal.print();
  printTable(
    terminal,
    chains.map((chain) => chainRow(terminal, chain)),
    ["GOPROXY", ...head],
  );
}

function chainRow({ t }: Terminal, { value, outlook, fallbackMs }: Compared): readonly Cell[] {
  const { success, p50Ms, p95Ms, because } = outlook;
  if (success === null) return [value, "-", "-", "-", "-", sayReason(t, because)];
  const fallback = fallbackMs === null ? "-" : sayTime(t, fallbackMs);
  return [
    value,
    `${Math.round(success * 100)} %`,
    sayTime(t, p50Ms),
    sayTime(t, p95Ms),
    fallback,
    sayReason(t, because),
  ];
}
