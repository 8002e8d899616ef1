// The history for people: tables of samples, switches, endpoints and kinds of network.
import { type FailureName, partsOf } from "../../shared/domain/failure.ts";
import type { DecisionRow } from "../../shared/domain/happening.ts";
import type { Series, SeriesPoint } from "../../shared/domain/series.ts";
import type { Switch } from "../../shared/domain/switch.ts";
import type { Instant } from "../../shared/domain/time.ts";
import { sayReason } from "../../shared/view/translate.ts";
import type { KindRow } from "../engine/ports.ts";
import type { HistoryRows } from "./history-rows.ts";
import { sampleHead, sampleRow, sayFailure } from "./sample-row.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { localTime, milliseconds, span } from "./when.ts";

/** A person scrolls through so many samples at most; the files hold all of them. */
export const SHOWN_SAMPLES = 200;

/** The newest of what was decided. */
const SHOWN_DECISIONS = 50;

/** What is shown of a range of time. */
interface Page extends HistoryRows {
  /** Samples that are kept and not shown. */
  readonly older: number;
  /** Since when single successes are still there, where the range begins before that. */
  readonly looksSince: Instant | null;
}

/** Prints the page; every section that has rows. */
export function printHistory(terminal: Terminal, page: Page): void {
  const { t } = terminal;
  const { samples, switches, decisions, series, kinds, older, looksSince } = page;
  if (series.length === 0 && samples.length === 0 && switches.length === 0) {
    terminal.print(t("cli:history.empty"));
    return;
  }
  const sampleRows = samples.map((sample) => sampleRow(terminal, sample));
  printSection(terminal, "samples", sampleRows, sampleHead(terminal));
  if (older > 0) terminal.print(terminal.paint("dim", t("cli:history.more", { count: older })));
  if (looksSince !== null) {
    terminal.print(terminal.paint("dim", t("cli:history.forgotten", { when: localTime(looksSince) })));
  }
  const switchRows = switches.map((entry) => switchRow(terminal, entry));
  printSection(terminal, "switches", switchRows);
  const decisionRows = decisions.slice(-SHOWN_DECISIONS).map((row) => decisionRow(terminal, row));
  printSection(terminal, "decisions", decisionRows);
  const endpointRows = series.flatMap(({ endpoint, whole }) =>
    whole === null ? [] : [[endpoint, ...figures(terminal, whole)]],
  );
  printSection(terminal, "endpoints", endpointRows, [t("cli:history.head.endpoint"), ...figureHead(terminal)]);
  const head = ["kind", "samples", "tls13", "failure-ms", "common"].map((key) => t(`cli:history.head.${key}`));
  const kindRows = kinds.map((row) => kindRow(terminal, row));
  printSection(terminal, "kinds", kindRows, head);
}

/** Prints each endpoint's points in a table of their own. */
export function printSeries(terminal: Terminal, series: readonly Series[]): void {
  const { t } = terminal;
  if (series.length === 0) terminal.print(t("cli:history.empty"));
  for (const [place, { endpoint, widthMs, points }] of series.entries()) {
    if (place > 0) terminal.print();
    terminal.print(terminal.paint("bold", t("cli:history.series", { endpoint, width: span(widthMs) })));
    const rows = points.map((point) => [localTime(point.at), ...figures(terminal, point)]);
    printTable(terminal, rows, [t("cli:sample.at"), ...figureHead(terminal)]);
  }
}

function figureHead({ t }: Terminal): readonly string[] {
  return ["samples", "failed", "handshake-p50", "handshake-p95", "common"].map((key) => t(`cli:history.head.${key}`));
}

function figures(terminal: Terminal, { looks, failures, handshake, commonFailure }: SeriesPoint): readonly Cell[] {
  const times = [handshake?.p50, handshake?.p95].map(milliseconds);
  return [String(looks), String(failures), ...times, common(terminal, commonFailure)];
}

function common(terminal: Terminal, name: FailureName | null): string {
  return name === null ? "-" : sayFailure(terminal, partsOf(name));
}

function printSection(
  terminal: Terminal,
  key: string,
  rows: readonly (readonly Cell[])[],
  head?: readonly string[],
): void {
  if (rows.length === 0) return;
  if (key !== "samples") terminal.print();
  terminal.print(terminal.paint("bold", terminal.t(`cli:history.${key}`)));
  printTable(terminal, rows, head);
}

function switchRow(terminal: Terminal, entry: Switch): readonly Cell[] {
  const { t } = terminal;
  const none = t("cli:watch.no-profile");
  const undone = entry.undoneBy === undefined ? "" : ` (${t("cli:history.undone")})`;
  return [
    localTime(entry.at),
    `${entry.from ?? none} → ${entry.to ?? none}`,
    t(`words:cause.${entry.cause}`),
    t(`words:outcome.${entry.outcome}`) + undone,
    sayReason(t, entry.because),
  ];
}

function decisionRow({ t }: Terminal, { at, kind, profile, because }: DecisionRow): readonly Cell[] {
  return [localTime(at), t(`words:decision.${kind}`), profile ?? t("cli:watch.no-profile"), sayReason(t, because)];
}

function kindRow(terminal: Terminal, row: KindRow): readonly Cell[] {
  const { t } = terminal;
  const rate = `${Math.round(row.tls13Rate * 100)} %`;
  const figures = [String(row.samples), rate, milliseconds(row.failureMs)];
  return [t(`words:kind.${row.kind}`), ...figures, common(terminal, row.commonFailure)];
}
