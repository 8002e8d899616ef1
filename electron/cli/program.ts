// The command line as commander sees it: every command, the options they share, and help in the reader's language.
import { Command, type Help } from "commander";
import { addDemo } from "./demo.ts";
import { addDetect } from "./detect.ts";
import { addDiagnose } from "./diagnose.ts";
import { addEnv } from "./env.ts";
import { addExplain } from "./explain.ts";
import { addHistory } from "./history.ts";
import { addLint } from "./lint.ts";
import { addProbe } from "./probe.ts";
import { addProfile } from "./profile.ts";
import { addReplay } from "./replay.ts";
import type { Shell } from "./shell.ts";
import type { World } from "./terminal.ts";
import { addUse } from "./use.ts";
import { addWatch } from "./watch.ts";

/** What the program is built with. */
export interface ProgramParts {
  readonly shell: Shell;
  readonly version: string;
  readonly world: World;
}

/** The program; it throws a CommanderError for what it cannot parse, and never ends the process. */
export function createProgram({ shell, version, world }: ProgramParts): Command {
  const { t } = shell;
  // Commander's own headings ("Usage:", "Options:", …) by their first word.
  const heading = (title: string): string => t(`cli:help.heading.${title.replace(/:$/, "").toLowerCase()}`);
  const program = new Command("gangway")
    .description(t("cli:help.about"))
    .version(version, "-V, --version", t("cli:help.option.version"))
    .helpOption("-h, --help", t("cli:help.option.help"))
    .helpCommand("help [command]", t("cli:help.help-command"))
    .option("--json", t("cli:help.option.json"))
    .option("--home <dir>", t("cli:help.option.home"))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
      // Its own words for a mistake are replaced by ours, see run.ts.
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: heading, optionDescription: describeOption(t) });
  addProbe(program, shell);
  addDiagnose(program, shell);
  addDetect(program, shell);
  addEnv(program, shell);
  addLint(program, shell);
  addExplain(program, shell);
  addProfile(program, shell);
  addUse(program, shell);
  addWatch(program, shell);
  addHistory(program, shell);
  addReplay(program, shell);
  addDemo(program, shell);
  program.addHelpText("after", `\n${t("cli:help.after")}`);
  return program;
}

/** An option's text with its default in the reader's language; commander's own says "default" in English. */
function describeOption(t: Shell["t"]): Help["optionDescription"] {
  return ({ description, defaultValue }) =>
    defaultValue === undefined || typeof defaultValue === "boolean"
      ? description
      : `${description} ${t("cli:help.default", { value: String(defaultValue) })}`;
}
