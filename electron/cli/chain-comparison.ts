// Several GOPROXY values side by side: what to expect of each on this network now.
import { redact } from "../../shared/domain/endpoint.ts";
import type { Outlook } from "../../shared/domain/outlook.ts";
import type { Millis } from "../../shared/domain/time.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { outlookNow, sayTime } from "./outlook-text.ts";
import type { Session } from "./session.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** One value and what to expect of it. */
export interface Compared {
  /** Without credentials. */
  readonly value: string;
  readonly outlook: Outlook;
  /** What the entries in front of the one that serves cost a fetch on the whole; `null` when none serves for sure. */
  readonly fallbackMs: Millis | null;
}

/** The values in the order given, the one in force first. */
export function compareChains(session: Session, values: readonly string[]): readonly Compared[] {
  return values.map((value) => {
    const outlook = outlookNow(session, value);
    return { value: redact(value), outlook, fallbackMs: fallbackOf(session, outlook) };
  });
}

function fallbackOf(session: Session, { servedBy, expectedMs }: Outlook): Millis | null {
  if (servedBy === null || expectedMs === null) return null;
  return Math.max(0, expectedMs - (outlookNow(session, servedBy).expectedMs ?? expectedMs));
}

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
