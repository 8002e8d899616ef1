import type { Command } from "commander";
import { redact } from "../../shared/domain/endpoint.ts";
import type { ApplyOutcome, Change, EffectiveEnv } from "../../shared/domain/goenv.ts";
import { isTemplate, type Profile } from "../../shared/domain/profile.ts";
import { reason } from "../../shared/domain/reason.ts";
import type { SwitchRequest } from "../engine/ports.ts";
import { printNotices } from "./notices.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { findProfile } from "./profile-list.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { activeOf, printWarnings, standingWarnings } from "./warnings.ts";

/** Adds `use` and `undo`: switch, and take it back. */
export function addUse(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("use"), "use", t)
    .argument("<name>", t("cli:help.argument.profile"))
    .option("--dry-run", t("cli:help.option.dry-run"))
    .action((name: string, { dryRun }: { dryRun?: boolean }, command: Command) =>
      shell.run(command, (session) => use(session, name, dryRun === true)),
    );
  describe(program.command("undo"), "undo", t).action((_options: unknown, command: Command) =>
    shell.run(command, undo),
  );
}

async function use(session: Session, name: string, isDry: boolean): Promise<ExitCode> {
  const profile = findProfile(session.profiles(), name);
  if (!isDry) settle(session);
  const outcome = await outcomeOf(session, profile, isDry);
  const { terminal } = session;
  if (terminal.json) terminal.printJson(shownOutcome(outcome, isDry));
  else printUse(terminal, profile, outcome, isDry);
  return finish(terminal, outcome, profile.name);
}

/** What comes of the switch, or with `isDry` what would come of it: by the same rules, but nothing is written. */
async function outcomeOf(session: Session, profile: Profile, isDry: boolean): Promise<ApplyOutcome> {
  const goEnv = session.goEnv();
  const env = await goEnv.read();
  if (isTemplate(profile)) {
    const detail = profile.env["GOPROXY"] ?? "";
    const warnings = standingWarnings(env, session);
    return { outcome: "refused", reason: "template", detail, file: env.file, changes: [], warnings };
  }
  const request = requestFor(session, profile, env);
  return isDry ? goEnv.foresee(request) : goEnv.apply(request);
}

/** Settles what a run of ours that died in the middle of a switch has left behind. */
function settle(session: Session): void {
  const { terminal } = session;
  printNotices(terminal, session.goEnv().resolveInterrupted(terminal.clock.now()));
}

function requestFor(session: Session, profile: Profile, env: EffectiveEnv): SwitchRequest {
  return {
    at: session.terminal.clock.now(),
    cause: "manual",
    from: activeOf(session.profiles(), env, session),
    to: profile.name,
    because: reason("decision-asked", { profile: profile.name }),
    env: profile.env,
  };
}

async function undo(session: Session): Promise<ExitCode> {
  const { terminal } = session;
  settle(session);
  const outcome = await session.goEnv().undo(terminal.clock.now());
  if (terminal.json) terminal.printJson(shownOutcome(outcome, false));
  else if (outcome.outcome !== "refused") printDone(terminal, outcome, terminal.t(`cli:undo.${outcome.outcome}`));
  return finish(terminal, outcome);
}

function hide(value: string | null): string | null {
  return value === null ? null : redact(value);
}

/** The outcome as it may leave the engine. */
function shownOutcome(outcome: ApplyOutcome, isDry: boolean): unknown {
  const changes = outcome.changes.map((c): Change => ({ ...c, before: hide(c.before), after: hide(c.after) }));
  const warnings = outcome.warnings.map((w) => (w.value === undefined ? w : { ...w, value: redact(w.value) }));
  const detail = outcome.outcome === "refused" ? { detail: redact(outcome.detail) } : {};
  return { ...outcome, ...detail, changes, warnings, ...(isDry ? { dryRun: true } : {}) };
}

function printUse(terminal: Terminal, profile: Profile, outcome: ApplyOutcome, isDry: boolean): void {
  if (outcome.outcome === "refused") return;
  const key = isDry && outcome.outcome === "written" ? "planned" : outcome.outcome;
  printDone(terminal, outcome, terminal.t(`cli:use.${key}`, { profile: profile.name, file: outcome.file }));
}

function printDone(terminal: Terminal, outcome: ApplyOutcome, headline: string): void {
  terminal.print(headline);
  const unset = terminal.t("cli:use.unset");
  const rows = outcome.changes.map((c): Cell[] => [
    `  ${c.name}`,
    { text: hide(c.before) ?? unset, style: "dim" },
    "→",
    { text: hide(c.after) ?? unset, style: "green" },
  ]);
  printTable(terminal, rows);
}

/** Says on stderr what the outcome leaves to say, and turns it into an exit code. */
function finish(terminal: Terminal, outcome: ApplyOutcome, profile = ""): ExitCode {
  printWarnings(terminal, outcome.warnings);
  if (outcome.outcome !== "refused") return EXIT.fine;
  const values = { file: outcome.file ?? "", detail: redact(outcome.detail), profile };
  terminal.note(terminal.t(`cli:refusal.${outcome.reason}`, values));
  return EXIT.refused;
}
