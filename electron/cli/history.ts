import type { Command } from "commander";
import { endpointName } from "../../shared/domain/endpoint.ts";
import { MAX_POINTS, type Series } from "../../shared/domain/series.ts";
import { redactSwitch } from "../../shared/domain/snapshot-of.ts";
import { DAY, type Instant } from "../../shared/domain/time.ts";
import type { History } from "../engine/ports.ts";
import { endpointAt, instantBefore, wholeNumber } from "./arguments.ts";
import { printHistory, printSeries, SHOWN_SAMPLES } from "./history-lines.ts";
import { historyRows, samplesCsv, seriesCsv, seriesRows } from "./history-rows.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { writeReplay } from "./replay-export.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { localTime } from "./when.ts";

interface HistoryOptions {
  readonly since?: string;
  readonly endpoint?: string;
  readonly csv?: boolean;
  readonly asReplay?: boolean;
  readonly points?: number;
}

/** What is asked for. */
interface Range {
  readonly since: Instant;
  /** Now. */
  readonly until: Instant;
  readonly endpoint?: string;
}

/** Adds `history`: samples, switches, and how endpoints and kinds of network have done. */
export function addHistory(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("history"), "history", t)
    .option("--since <time>", t("cli:help.option.since"))
    .option("--endpoint <url>", t("cli:help.option.endpoint"))
    .option("--csv", t("cli:help.option.csv"))
    .option("--as-replay", t("cli:help.option.as-replay"))
    .option("--points <n>", t("cli:help.option.points"), wholeNumber("--points", 1, MAX_POINTS))
    .action((options: HistoryOptions, command: Command) =>
      shell.run(command, (session) => {
        const range = rangeFor(options, session.terminal.clock.now());
        const { points, csv = false, asReplay = false } = options;
        if (asReplay) return writeReplay(session, range.since);
        return points === undefined ? showHistory(session, range, csv) : showSeries(session, { ...range, points }, csv);
      }),
    );
}

/** Without `--since`: the last day. */
function rangeFor(options: HistoryOptions, now: Instant): Range {
  const since = options.since === undefined ? now - DAY : instantBefore(options.since, now);
  if (options.endpoint === undefined) return { since, until: now };
  return { since, until: now, endpoint: endpointName(endpointAt(options.endpoint).url) };
}

function showHistory(session: Session, range: Range, csv: boolean): ExitCode {
  const { terminal } = session;
  const history = session.history();
  const { since } = range;
  const looksSince = history.looksSince();
  if (csv && !terminal.json) {
    terminal.write(samplesCsv(history.samples(range)));
    if (since < looksSince) terminal.note(terminal.t("cli:history.forgotten", { when: localTime(looksSince) }));
    return EXIT.fine;
  }
  const rest = {
    switches: history.switches({ since }).map(redactSwitch),
    networks: history.networks({ since }),
    decisions: history.decisions({ since }),
    kinds: history.kinds({ since }),
  };
  if (terminal.json) {
    // Where successes are gone, the series stands for them.
    const old =
      since < looksSince ? allSeries(history, { ...range, until: Math.min(looksSince - 1, range.until) }) : [];
    terminal.printJson(historyRows(terminal, { samples: history.samples(range), series: old, ...rest }));
    return EXIT.fine;
  }
  const samples = history.samples({ ...range, limit: SHOWN_SAMPLES });
  const older = history.countSamples(range) - samples.length;
  const series = allSeries(history, range);
  printHistory(terminal, { samples, older, series, looksSince: since < looksSince ? looksSince : null, ...rest });
  return EXIT.fine;
}

function showSeries(session: Session, range: Range & { readonly points: number }, csv: boolean): ExitCode {
  const { terminal } = session;
  const series = allSeries(session.history(), range);
  if (terminal.json) terminal.printJson(seriesRows(series));
  else if (csv) terminal.write(seriesCsv(series));
  else printSeries(terminal, series);
  return EXIT.fine;
}

function allSeries(history: History, range: Range & { readonly points?: number }): readonly Series[] {
  const endpoints = range.endpoint === undefined ? history.endpoints() : [range.endpoint];
  const series = endpoints.map((endpoint) => history.series({ ...range, endpoint }));
  return series.filter(({ whole }) => whole !== null);
}
