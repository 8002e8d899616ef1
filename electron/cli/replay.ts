// The `replay` command: recorded or made-up looks through the real core, in virtual time.
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { boundsOf, POLICY_NAMES, POLICY_SCHEMA } from "../../shared/domain/policy-schema.ts";
import { Replay, type ReplayRefusal, type ReplaySummary, type Turn } from "../../shared/domain/replay.ts";
import { parseRecord, problemOf, RECORD_TYPES, type RecordProblem } from "../../shared/domain/replay-record.ts";
import { weigh } from "../../shared/domain/weighing.ts";
import type { Translate } from "../../shared/view/translate.ts";
import { groundsRecord } from "./decision-record.ts";
import { groundsLines } from "./grounds-lines.ts";
import { nearNames } from "./near.ts";
import { EXIT, type ExitCode, Objection, type Said } from "./objection.ts";
import { recordLines } from "./record-lines.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import type { Terminal } from "./terminal.ts";
import { decisionLine } from "./watch-lines.ts";
import { localTime } from "./when.ts";

interface ReplayOptions {
  readonly policy?: string;
}

type Numbers = Readonly<Record<string, number | undefined>>;

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
  const problem = "problem" in parsed ? recordSaid(parsed.problem) : refusalSaid(core.feed(parsed.record));
  if (problem !== null) throw new Objection("bad-replay", { file, line: number, problem });
}

function recordSaid({ code, part, expected, got }: RecordProblem): (t: Translate) => string {
  return (t) => {
    if (isUnknownNumber(part)) return unknownNumber(t, part.replace("policy.", ""));
    const values = {
      part,
      types: RECORD_TYPES.join(", "),
      expected: t(`cli:replay-file.expected.${expected}`),
      got: got.shown ?? t(`cli:profile-file.got.${got.is}`),
    };
    return t(`cli:replay-file.${code}`, values) + policyHint(t, part);
  };
}

function isUnknownNumber(part: string): boolean {
  return part.startsWith("policy.") && !POLICY_NAMES.some((name) => part === `policy.${name}`);
}

function unknownNumber(t: Translate, part: string): string {
  return t("cli:replay-file.unknown-number", { part, known: POLICY_NAMES.join(", ") });
}

/** What a number of a policy may be, where the complaint is about one. */
function policyHint(t: Translate, part: string): string {
  const name = part.replace(/^policy\./, "");
  const known = POLICY_NAMES.find((each) => each === name);
  if (known === undefined) return "";
  const { least, most, whole } = boundsOf(known);
  return t(`cli:replay-file.bounds-${whole ? "whole" : "any"}`, { least, most });
}

function refusalSaid(refusal: ReplayRefusal | null): Said | null {
  if (refusal === null) return null;
  return (t) => {
    if (refusal.code === "config-late") return t("cli:replay-file.config-late");
    if (refusal.code === "disorder") return t("cli:replay-file.disorder", { at: refusal.at, before: refusal.before });
    const near = nearNames(refusal.given, refusal.known).join(", ");
    return t("cli:replay-file.no-profile", { given: refusal.given, known: refusal.known.join(", "), near });
  };
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
  terminal.print(terminal.t("cli:replay.summary", { switches, first, samples }));
}

/** More endpoints than these are counted, not named. */
const MOST_NAMED = 10;

/** A larger file holds something else. */
const MAX_POLICY_BYTES = 100_000;

function readPolicy(file: string): Numbers {
  const value = policyValue(file);
  const parsed = POLICY_SCHEMA.safeParse(value);
  if (parsed.success) return parsed.data;
  const { part, ...rest } = problemOf(parsed.error, value);
  const problem = recordSaid({ ...rest, part: part === "" ? "policy" : `policy.${part}`, expected: "policy" });
  throw new Objection("bad-policy", { file, problem });
}

function policyValue(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Objection("file-unreadable", { file, problem: (error as Error).message });
  }
  try {
    if (text.length > MAX_POLICY_BYTES) throw new SyntaxError("too large");
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Objection("bad-policy", { file, problem: (t) => t("cli:replay-file.not-json") });
  }
}
