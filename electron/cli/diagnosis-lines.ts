import type { Cell } from "../../shared/domain/diagnosis.ts";
import type { Remedy } from "../../shared/domain/diagnosis-remedies.ts";
import type { Summary } from "../../shared/domain/diagnosis-summary.ts";
import {
  cellTime,
  type Diagnosed,
  grouped,
  sayCell,
  sayNote,
  sayOutcome,
  sayRemedy,
  saySpeaker,
  sayVerdict,
  sayWait,
} from "../../shared/view/diagnosis-text.ts";
import { type Cell as TableCell, tableLines } from "./table.ts";
import type { Style, Terminal } from "./terminal.ts";

const OUTCOME_STYLE: Readonly<Record<Cell["outcome"], Style>> = { ok: "green", failed: "red", skipped: "dim" };
const HELPS_STYLE: Readonly<Record<Remedy["helps"], Style>> = { yes: "green", no: "dim", unknown: "yellow" };

/** Verdicts with which Go works: they deserve no alarm. */
const MILD: ReadonlySet<Summary["verdict"]> = new Set(["tls12-only", "ipv6-broken", "split-hello-intolerant"]);

function styleOf({ verdict }: Summary): Style {
  if (verdict === "fine") return "green";
  return MILD.has(verdict) ? "yellow" : "red";
}

function section(terminal: Terminal, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", terminal.paint("bold", title), ...lines.map((line) => `  ${line}`)];
}

function matrixLines(terminal: Terminal, matrix: readonly Cell[]): readonly string[] {
  const { t } = terminal;
  const head = ["cell", "bytes", "result", "ms", "what"].map((key) => t(`diagnose:head.${key}`));
  const rows = matrix.map((cell): readonly TableCell[] => [
    sayCell(t, cell.id),
    cell.helloBytes === undefined ? "" : grouped(cell.helloBytes),
    { text: t(`diagnose:outcome.${cell.outcome}`), style: OUTCOME_STYLE[cell.outcome] },
    cellTime(cell),
    sayOutcome(t, cell),
  ]);
  return tableLines(terminal, rows, head);
}

function remedyLines(terminal: Terminal, remedies: readonly Remedy[]): readonly string[] {
  const { t } = terminal;
  const rows = remedies.map((remedy): readonly TableCell[] => [
    { text: t(`diagnose:helps.${remedy.helps}`), style: HELPS_STYLE[remedy.helps] },
    sayRemedy(t, remedy),
  ]);
  return tableLines(terminal, rows);
}

/** What in a word or two: whose hello, which way, and how TLS 1.3, large hellos and the certificate fare. */
function factLines(terminal: Terminal, { diagnosis, summary }: Diagnosed): readonly string[] {
  const { t } = terminal;
  const { interception, largeHello, tls13 } = summary;
  const { issuer, trust } = interception;
  const certificate =
    trust === "unknown"
      ? t("diagnose:certificate.none")
      : t("diagnose:certificate.seen", { issuer: issuer ?? "-", trust: t(`words:trust.${trust}`) });
  const rows = [
    ["speaks", saySpeaker(t, diagnosis)],
    ["route", t(`diagnose:route.${diagnosis.situation.via}`)],
    ["tls13", t(`diagnose:tls13.${tls13}`)],
    ["large", t(`diagnose:large.${largeHello}`)],
    ["certificate", certificate],
  ] as const;
  return tableLines(
    terminal,
    rows.map(([key, value]): readonly TableCell[] => [{ text: t(`diagnose:line.${key}`), style: "dim" }, value]),
  );
}

/** A diagnosis for people: the verdict first, then why, all that was tried, what go loses, and what helps. */
export function diagnosisLines(terminal: Terminal, diagnosed: Diagnosed): readonly string[] {
  const { diagnosis, summary } = diagnosed;
  const { t } = terminal;
  return [
    terminal.paint(styleOf(summary), sayVerdict(t, diagnosed)),
    "",
    ...factLines(terminal, diagnosed),
    ...section(
      terminal,
      t("diagnose:title.why"),
      summary.because.map((note) => sayNote(t, note)),
    ),
    ...section(terminal, t("diagnose:title.matrix"), matrixLines(terminal, diagnosis.matrix)),
    ...section(terminal, t("diagnose:title.cost"), [sayWait(t, summary.goWait)]),
    ...section(terminal, t("diagnose:title.helps"), remedyLines(terminal, summary.remedies)),
  ];
}
