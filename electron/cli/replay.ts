// The `replay` command: recorded or made-up looks through the real core, in virtual time.
import type { Command } from "commander";
import { Replay, type ReplaySummary, type Turn } from "../../shared/domain/replay.ts";
import { parseRecord } from "../../shared/domain/replay-record.ts";
import { weigh } from "../../shared/domain/weighing.ts";
import { groundsRecord } from "./decision-record.ts";
import { groundsLines } from "./grounds-lines.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { readPolicy } from "./policy-file.ts";
import { recordLines } from "./record-lines.ts";
import { sayProblem, sayRefusal } from "./record-problem.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import type { Terminal } from "./terminal.ts";
import { decisionLine } from "./watch-lines.ts";
import { localTime } from "./when.ts";

interface ReplayOptions {
  readonly policy?: string;
}

/** Adds `replay`. */
export function addReplay(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("replay"), "replay", t)
    .argument("<file>", t("cli:help.argument.replay-file"))
    .option("--policy <file>", t("cli:help.option.policy"))
    .action((file: string, options: ReplayOptions, command: Command) =>
      shell.run(command, (session) => replay(session, file, options)),
    );
}

async function replay({ terminal }: Session, file: string, options: ReplayOptions): Promise<ExitCode> {
  const numbers = options.policy === undefined ? {} : readPolicy(options.policy);
  // Nothing is told before the whole file was found right: half a result would look like one.
  const told: string[] = [];
  const core = new Replay((turn) => told.push(...turnLines(terminal, turn)), numbers);
  let read = 0;
  const stopProgress = terminal.progress(() => terminal.t("cli:replay.progress", { count: read }));
  try {
    for await (const { number, text } of recordLines(file)) {
      feed(core, { file, number, text });
      read += 1;
    }
    if (read === 0) throw new Objection("bad-replay", { file, line: 1, problem: (t) => t("cli:replay-file.empty") });
  } finally {
    stopProgress();
  }
  const summary = core.end();
  tell(terminal, told, summary);
  return EXIT.fine;
}

interface Place {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

function feed(core: Replay, { file, number, text }: Place): void {
  const parsed = parseRecord(text);
  if ("problem" in parsed)
    throw new Objection("bad-replay", { file, line: number, problem: sayProblem(parsed.problem) });
  const refusal = core.feed(parsed.record);
  if (refusal !== null) throw new Objection("bad-replay", { file, line: number, problem: sayRefusal(refusal) });
}

function turnLines(terminal: Terminal, { at, state, switched }: Turn): readonly string[] {
  const { decision } = state;
  const weighing = weigh(state);
  if (!terminal.json) {
    return [decisionLine(terminal, { at, decision }, localTime), ...groundsLines(terminal, weighing)];
  }
  const moves = decision.kind === "switch" && switched;
  const advised = decision.kind === "switch" && !switched ? { advised: decision.profile } : {};
  const record = {
    at: Math.round(at),
    decision: moves ? "switch" : "hold",
    profile: moves ? decision.profile : state.active,
    ...(moves ? { from: decision.from } : advised),
    ...groundsRecord(terminal.english, decision, weighing),
  };
  return [JSON.stringify(record)];
}

function tell(terminal: Terminal, told: readonly string[], summary: ReplaySummary): void {
  const { switches, samples, strangers } = summary;
  const firstSwitchAt = summary.firstSwitchAt === null ? null : Math.round(summary.firstSwitchAt);
  const passedOver = [...strangers.values()].reduce((sum, count) => sum + count, 0);
  for (const [endpoint, count] of [...strangers].slice(0, MOST_NAMED)) {
    terminal.note(terminal.t("cli:replay.stranger", { endpoint, count }));
  }
  if (strangers.size > MOST_NAMED) {
    terminal.note(terminal.t("cli:replay.strangers", { count: strangers.size - MOST_NAMED }));
  }
  for (const line of told) terminal.print(line);
  if (terminal.json) {
    terminal.printLine({ summary: { switches, firstSwitchAt, samples, passedOver } });
    return;
  }
  const first = firstSwitchAt === null ? "-" : localTime(firstSwitchAt);
  terminal.print(terminal.t("cli:replay.summary", { count: switches, first, samples }));
}

/** More endpoints than these are counted, not named. */
const MOST_NAMED = 10;
