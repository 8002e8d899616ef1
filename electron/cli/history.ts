import type { Command } from "commander";
import { endpointName } from "../../shared/domain/endpoint.ts";
import { partsOf } from "../../shared/domain/failure.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { redactSwitch } from "../../shared/domain/snapshot-of.ts";
import type { Switch } from "../../shared/domain/switch.ts";
import { DAY, type Instant } from "../../shared/domain/time.ts";
import { sayReason } from "../../shared/view/translate.ts";
import type { HistoryQuery, KindRow, NetworkRow } from "../engine/ports.ts";
import { endpointAt, instantBefore } from "./arguments.ts";
import { toCsv } from "./csv.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { sampleHead, sampleRow, sayFailure } from "./sample-row.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { localTime, milliseconds } from "./when.ts";

/** A person scrolls through so many samples at most; the files hold all of them. */
const SHOWN_SAMPLES = 200;

interface HistoryOptions {
  readonly since?: string;
  readonly endpoint?: string;
  readonly csv?: boolean;
}

interface Page {
  readonly samples: readonly Sample[];
  readonly switches: readonly Switch[];
  readonly networks: readonly NetworkRow[];
  readonly kinds: readonly KindRow[];
}

/** Adds `history`: samples, switches and the per-kind table. */
export function addHistory(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("history"), "history", t)
    .option("--since <time>", t("cli:help.option.since"))
    .option("--endpoint <url>", t("cli:help.option.endpoint"))
    .option("--csv", t("cli:help.option.csv"))
    .action((options: HistoryOptions, command: Command) =>
      shell.run(command, (session) => showHistory(session, options)),
    );
}

function showHistory(session: Session, options: HistoryOptions): ExitCode {
  const { terminal } = session;
  const page = readPage(session, queryFor(options, terminal.clock.now()));
  if (options.csv === true && !terminal.json) terminal.write(samplesCsv(page.samples));
  else if (terminal.json) terminal.printJson(rowsOf(terminal, page));
  else printPage(terminal, page);
  return EXIT.fine;
}

/** Without `--since`: the last day. */
function queryFor(options: HistoryOptions, now: Instant): HistoryQuery & { readonly since: Instant } {
  const since = options.since === undefined ? now - DAY : instantBefore(options.since, now);
  if (options.endpoint === undefined) return { since };
  return { since, endpoint: endpointName(endpointAt(options.endpoint).url) };
}

function readPage(session: Session, query: HistoryQuery & { readonly since: Instant }): Page {
  const history = session.history();
  return {
    samples: history.samples(query),
    switches: history.switches({ since: query.since }).map(redactSwitch),
    networks: history.networks({ since: query.since }),
    kinds: history.kinds({ since: query.since }),
  };
}

/** One list in order of time, reasons in English; samples and networks have the shape that a replay reads. The per-kind rows come last. */
function rowsOf({ english }: Terminal, { samples, switches, networks, kinds }: Page): readonly unknown[] {
  const timed = [
    ...samples.map((sample) => ({ type: "sample", ...sample })),
    ...switches.map((entry) => ({
      type: "switch",
      ...entry,
      code: entry.because.code,
      because: sayReason(english, entry.because),
    })),
    ...networks.map((network) => ({ type: "network", ...network })),
  ].sort((a, b) => a.at - b.at);
  return [...timed, ...kinds.map((row) => ({ type: "kind", ...row }))];
}

const CSV_HEAD = [
  ..."at endpoint via resolveMs connectMs tunnelMs handshakeMs ttfbMs totalMs".split(" "),
  ..."tlsVersion tlsGroup alpn issuer trust failureStage failureKind failureRaw".split(" "),
];

function samplesCsv(samples: readonly Sample[]): string {
  const rows = samples.map((sample) => {
    const { at, endpoint, via, failure } = sample;
    const failed = failure === null ? [null, null, null] : [failure.stage, failure.kind, failure.raw];
    return [new Date(at).toISOString(), endpoint, via, ...timesOf(sample), ...tlsCells(sample), ...failed];
  });
  return toCsv(CSV_HEAD, rows);
}

function timesOf({ stages, totalMs }: Sample): readonly (number | null)[] {
  const { resolveMs, connectMs, tunnelMs, handshakeMs, ttfbMs } = stages;
  return [resolveMs, connectMs, tunnelMs ?? null, handshakeMs, ttfbMs, totalMs];
}

function tlsCells({ tls }: Sample): readonly (string | null)[] {
  if (tls === null) return [null, null, null, null, null];
  return [tls.version, tls.group ?? null, tls.alpn ?? null, tls.issuer ?? null, tls.trust];
}

function printPage(terminal: Terminal, page: Page): void {
  const { t } = terminal;
  if (page.samples.length === 0 && page.switches.length === 0) {
    terminal.print(t("cli:history.empty"));
    return;
  }
  const shown = page.samples.slice(-SHOWN_SAMPLES);
  const hidden = page.samples.length - shown.length;
  printSection(
    terminal,
    "samples",
    shown.map((sample) => sampleRow(terminal, sample)),
    sampleHead(terminal),
  );
  if (hidden > 0) terminal.print(terminal.paint("dim", t("cli:history.more", { count: hidden })));
  printSection(
    terminal,
    "switches",
    page.switches.map((entry) => switchRow(terminal, entry)),
  );
  const head = ["kind", "samples", "tls13", "failure-ms", "common"].map((key) => t(`cli:history.head.${key}`));
  printSection(
    terminal,
    "kinds",
    page.kinds.map((row) => kindRow(terminal, row)),
    head,
  );
}

function printSection(terminal: Terminal, key: string, rows: readonly Cell[][], head?: readonly string[]): void {
  if (rows.length === 0) return;
  if (key !== "samples") terminal.print();
  terminal.print(terminal.paint("bold", terminal.t(`cli:history.${key}`)));
  printTable(terminal, rows, head);
}

function switchRow(terminal: Terminal, entry: Switch): Cell[] {
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

function kindRow(terminal: Terminal, row: KindRow): Cell[] {
  const { t } = terminal;
  const failure = row.commonFailure === null ? "-" : sayFailure(terminal, partsOf(row.commonFailure));
  const rate = `${Math.round(row.tls13Rate * 100)} %`;
  return [t(`words:kind.${row.kind}`), String(row.samples), rate, milliseconds(row.failureMs), failure];
}
