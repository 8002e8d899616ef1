// The `profile` commands that show: list and show. Export is in profile-export.ts, those that change are in
// profile-change.ts.
import type { Command } from "commander";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import type { Outlook } from "../../shared/domain/outlook.ts";
import { isTemplate, type Profile, profileChain } from "../../shared/domain/profile.ts";
import { shownProfile } from "../../shared/domain/profile-shown.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { outlookNow, sayOutlook } from "./outlook-text.ts";
import { addProfileChanges } from "./profile-change.ts";
import { addProfileExport } from "./profile-export.ts";
import { findProfile } from "./profile-list.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { activeOf } from "./warnings.ts";

/** Adds `profile` with its commands. */
export function addProfile(program: Command, shell: Shell): void {
  const { t } = shell;
  const profile = describe(program.command("profile"), "profile", t);
  describe(profile.command("list"), "profile-list", t).action((_options: unknown, command: Command) =>
    shell.run(command, list),
  );
  describe(profile.command("show"), "profile-show", t)
    .argument("<name>", t("cli:help.argument.profile"))
    .action((name: string, _options: unknown, command: Command) =>
      shell.run(command, (session) => show(session, name)),
    );
  addProfileExport(profile, shell);
  addProfileChanges(profile, shell);
}

async function list(session: Session): Promise<ExitCode> {
  const { terminal } = session;
  const profiles = session.profiles();
  if (terminal.json) {
    terminal.printJson({ profiles: profiles.map(shownProfile) });
    return EXIT.fine;
  }
  const active = activeOf(profiles, await session.goEnv().read(), session);
  const rows = profiles.map((profile) => listRow(terminal, profile, profile.name === active));
  const { t } = terminal;
  printTable(terminal, rows, ["", t("cli:profile.name"), t("cli:profile.kinds"), "GOPROXY", t("cli:profile.title")]);
  return EXIT.fine;
}

function listRow(terminal: Terminal, profile: Profile, isActive: boolean): Cell[] {
  const shown = shownProfile(profile);
  return [
    { text: isActive ? "●" : " ", style: "green" },
    { text: shown.name, style: "bold" },
    shown.kinds.map((kind) => terminal.t(`words:kind.${kind}`)).join(", ") || "-",
    valueText(terminal, shown.env["GOPROXY"]),
    shown.title ?? "",
  ];
}

/** A profile's wish for one variable, in words where it has no value. */
function valueText(terminal: Terminal, value: string | null | undefined): string {
  if (value === undefined) return terminal.t("cli:profile.left-alone");
  return value ?? terminal.t("cli:profile.unset");
}

async function show(session: Session, name: string): Promise<ExitCode> {
  const { terminal } = session;
  const profile = findProfile(session.profiles(), name);
  const shown = shownProfile(profile);
  if (terminal.json) terminal.printJson(shown);
  else
    printProfile(terminal, shown, {
      facts: await whereFrom(session, profile),
      outlook: sayOutlook(terminal.t, await expected(session, profile)),
    });
  return EXIT.fine;
}

/** Whether the profile is the one in force, and whether it is a built-in one. */
async function whereFrom(session: Session, profile: Profile): Promise<readonly string[]> {
  const env = await session.goEnv().read();
  const isActive = activeOf(session.profiles(), env, session) === profile.name;
  const { t } = session.terminal;
  const isBuiltin = BUILTIN_PROFILES.includes(profile);
  return [
    t(`cli:profile.${isBuiltin ? "builtin" : "own"}`),
    ...(isActive ? [t("cli:profile.active")] : []),
    ...(isTemplate(profile) ? [t("cli:profile.template", { profile: profile.name })] : []),
  ];
}

/** What to expect of it now; a profile that leaves GOPROXY alone is as good as the value in force. */
async function expected(session: Session, profile: Profile): Promise<Outlook> {
  const env = await session.goEnv().read();
  return outlookNow(session, profileChain(profile, env.variables["GOPROXY"]?.value));
}

interface Beside {
  readonly facts: readonly string[];
  readonly outlook: string;
}

function printProfile(terminal: Terminal, profile: Profile, { facts, outlook }: Beside): void {
  const { t } = terminal;
  terminal.print(`${terminal.paint("bold", profile.name)}  ${terminal.paint("dim", facts.join(", "))}`);
  const kinds = profile.kinds.map((kind) => t(`words:kind.${kind}`)).join(", ");
  const facets: (readonly [string, string])[] = [
    [t("cli:profile.title"), profile.title ?? ""],
    [t("cli:profile.kinds"), kinds],
    [t("cli:profile.networks"), profile.fingerprints.join(", ")],
    [t("cli:profile.note"), profile.note ?? ""],
    [t("cli:outlook.label"), outlook],
  ];
  const rows = facets.filter(([, text]) => text !== "").map(([k, v]): Cell[] => [{ text: `  ${k}`, style: "dim" }, v]);
  printTable(terminal, rows);
  const values = Object.entries(profile.env);
  if (values.length > 0) terminal.print();
  printTable(
    terminal,
    values.map(([name, value]) => [`  ${name}`, valueText(terminal, value)]),
  );
}
