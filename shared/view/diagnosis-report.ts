import { type Cell, type Diagnosis, type Verdict } from "../domain/diagnosis.ts";
import type { RemedyId } from "../domain/diagnosis-remedies.ts";
import {
  cellTime,
  type Diagnosed,
  grouped,
  hostIn,
  sayCell,
  sayNote,
  sayOutcome,
  sayRemedy,
  saySpeaker,
  sayVerdict,
  sayWait,
} from "./diagnosis-text.ts";
import type { Translate } from "./translate.ts";

/** What a report says beside the diagnosis. */
export interface ReportOptions {
  /** Gangway's version. */
  readonly version: string;
  /** Kind of the network as it was last recognised, in the reader's words. */
  readonly network: string;
}

/** Below `report.ask`: what to ask the administrators for. */
const ASK: Readonly<Record<Verdict, string>> = {
  fine: "fine",
  "tls13-intolerant": "tls13",
  "large-hello-intolerant": "large",
  "post-quantum-intolerant": "post-quantum",
  "signature-schemes-intolerant": "schemes",
  "split-hello-intolerant": "split",
  "path-mtu": "mtu",
  "h2-intolerant": "h2",
  "sni-filter": "sni",
  interception: "interception",
  plaintext: "plaintext",
  "captive-portal": "portal",
  "tls12-only": "tls12",
  certificate: "certificate",
  "proxy-refuses": "proxy",
  "proxy-down": "proxy",
  "name-not-resolved": "resolver",
  blocked: "blocked",
  "endpoint-down": "endpoint",
  "ipv4-broken": "family",
  "ipv6-broken": "family",
  "http-failure": "endpoint",
  offline: "endpoint",
  local: "endpoint",
  unknown: "unknown",
};

/** Remedies that are the reader's of the report, not the user's: what is asked for says them better. */
const FOR_OTHERS: ReadonlySet<RemedyId> = new Set<RemedyId>(["fix-box", "fix-mtu", "fix-endpoint", "fix-resolver"]);

/** The text so that Markdown shows it as it is: much of it comes from the network. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/\s+/g, " ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)];
}

function list(items: readonly string[]): readonly string[] {
  return items.map((item) => `- ${plain(item)}`);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];
}

function tests(t: Translate, { matrix }: Diagnosis): readonly string[] {
  const head = ["cell", "bytes", "result", "ms", "what", "meaning"].map((key) => t(`diagnose:head.${key}`));
  const rows = matrix.map((cell) => [
    sayCell(t, cell.id),
    cell.helloBytes === undefined ? "" : grouped(cell.helloBytes),
    t(`diagnose:outcome.${cell.outcome}`),
    cellTime(cell),
    sayOutcome(t, cell),
    t(`diagnose:meaning.${cell.id}`),
  ]);
  return [t("diagnose:report.tests-about"), "", ...table(head, rows)];
}

function named(t: Translate, cells: readonly Cell[]): string {
  return cells.map(({ id, helloBytes }) => sayCell(t, id, helloBytes)).join("; ");
}

/** The two sides against each other; nothing where there is only one. */
function difference(t: Translate, { matrix }: Diagnosis): readonly string[] {
  const passing = matrix.filter(({ outcome }) => outcome === "ok");
  const failing = matrix.filter(({ outcome }) => outcome === "failed");
  if (passing.length === 0 || failing.length === 0) return [];
  return list([
    `${t("diagnose:report.passing")}: ${named(t, passing)}`,
    `${t("diagnose:report.failing")}: ${named(t, failing)}`,
  ]);
}

function facts(t: Translate, diagnosis: Diagnosis, { network, version }: ReportOptions): readonly string[] {
  const { addresses, at, endpoint, situation } = diagnosis;
  const rows = [
    ["made", new Date(at).toISOString()],
    ["endpoint", endpoint],
    ["addresses", addresses.length === 0 ? t("diagnose:report.no-addresses") : addresses.join(", ")],
    ["network", network],
    ["client", t("diagnose:report.client-is", { version, speaks: saySpeaker(t, diagnosis) })],
  ] as const;
  const lines = rows.map(([key, value]) => `${t(`diagnose:report.${key}`)}: ${value}`);
  return list([...lines, `${t("diagnose:line.route")}: ${t(`diagnose:route.${situation.via}`)}`]);
}

function rawOutcomes({ matrix }: Diagnosis): readonly string[] {
  const lines = matrix.map((cell) => JSON.stringify(cell));
  return ["```json", ...lines, "```"];
}

/** The largest hello that was said, for what is asked for. */
function largest({ matrix }: Diagnosis): number {
  const failing = matrix.filter(({ outcome }) => outcome === "failed").map(({ helloBytes }) => helloBytes ?? 0);
  const least = failing.filter((bytes) => bytes > 0);
  return least.length === 0 ? 0 : Math.min(...least);
}

/**
 * The report for those who run the network, in Markdown: readable without knowing Go, with everything that was tried. It
 * holds no credentials, and neither address nor name nor user of this machine, because the diagnosis holds none.
 */
export function reportOn(t: Translate, diagnosed: Diagnosed, options: ReportOptions): string {
  const { diagnosis, summary } = diagnosed;
  const { endpoint } = diagnosis;
  const issuer = summary.interception.issuer ?? t("diagnose:by-whom");
  const ask = t(`diagnose:report.ask.${ASK[summary.verdict]}`, {
    host: hostIn(endpoint),
    issuer,
    bytes: grouped(largest(diagnosis)),
  });
  const own = summary.remedies.filter(({ id }) => !FOR_OTHERS.has(id));
  const remedies = own.map((remedy) => `${t(`diagnose:helps.${remedy.helps}`)}: ${sayRemedy(t, remedy)}`);
  const lines = [
    `# ${plain(t("diagnose:report.title", { endpoint }))}`,
    "",
    t("diagnose:report.about"),
    ...section(t("diagnose:report.summary"), [plain(sayVerdict(t, diagnosed))]),
    ...section(t("diagnose:report.request"), [plain(ask)]),
    ...section(t("diagnose:report.facts"), facts(t, diagnosis, options)),
    ...section(t("diagnose:report.evidence"), list(summary.because.map((note) => sayNote(t, note)))),
    ...section(t("diagnose:report.differ"), difference(t, diagnosis)),
    ...section(t("diagnose:report.tests"), tests(t, diagnosis)),
    ...section(t("diagnose:report.cost"), [plain(sayWait(t, summary.goWait))]),
    ...section(t("diagnose:report.client-side"), list(remedies)),
    ...section(t("diagnose:report.raw"), rawOutcomes(diagnosis)),
  ];
  return `${lines.join("\n")}\n`;
}
