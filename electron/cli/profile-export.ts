// `profile export`: profiles as JSON for another Gangway, or one of them for a shell, a CI workflow, a Dockerfile or go.
import { type Command, Option } from "commander";
import { isTemplate, type Profile } from "../../shared/domain/profile.ts";
import { EXPORT_FORMATS, type ExportFormat, exportProfile } from "../../shared/domain/profile-export.ts";
import { hiddenIn, shownProfile } from "../../shared/domain/profile-shown.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { findProfile } from "./profile-list.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";

interface ExportOptions {
  readonly format: "json" | ExportFormat;
  readonly all?: true;
}

/** Adds `profile export`. */
export function addProfileExport(profile: Command, shell: Shell): void {
  const { t } = shell;
  const formats = ["json", ...EXPORT_FORMATS];
  describe(profile.command("export"), "profile-export", t)
    .argument("[name...]", t("cli:help.argument.profiles"))
    .addOption(new Option("--format <format>", t("cli:help.option.format")).choices(formats).default("json"))
    .option("--all", t("cli:help.option.all"))
    .action((names: readonly string[], options: ExportOptions, command: Command) =>
      shell.run(command, (session) => exportProfiles(session, names, options)),
    );
}

function exportProfiles(session: Session, names: readonly string[], { format, all }: ExportOptions): ExitCode {
  const { terminal } = session;
  if (all === true && names.length > 0) throw new Objection("all-and-names");
  const known = session.profiles();
  const chosen = names.length === 0 ? known : names.map((name) => findProfile(known, name));
  if (format === "json") printDocument(session, chosen, names.length === 1);
  else terminal.print(exportProfile(onlyOne(chosen, format), format));
  const told = format === "json" ? "redacted" : "left-out";
  const hidden = chosen.filter((profile) => hiddenIn(profile).length > 0).map((profile) => profile.name);
  if (hidden.length > 0) terminal.note(terminal.t(`cli:profile.${told}`, { profiles: hidden.join(", ") }));
  for (const { name } of format === "json" ? [] : chosen.filter(isTemplate)) {
    terminal.note(`${name}: ${terminal.t("cli:profile.template", { profile: name })}`);
  }
  return EXIT.fine;
}

/** One name gives one document; none or several give `{profiles}`. */
function printDocument({ terminal }: Session, chosen: readonly Profile[], isAlone: boolean): void {
  const shown = chosen.map(shownProfile);
  terminal.printJson(isAlone ? shown[0] : { profiles: shown });
}

function onlyOne(chosen: readonly Profile[], format: string): Profile {
  const [first] = chosen;
  if (first === undefined || chosen.length > 1) throw new Objection("export-one", { format });
  return first;
}
