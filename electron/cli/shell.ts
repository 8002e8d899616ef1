// What every command is built with: its texts, and the frame that its work runs in.
import type { Command } from "commander";
import type { Translate } from "../../shared/view/translate.ts";
import type { ExitCode } from "./objection.ts";
import type { Session } from "./session.ts";

/** The work of one command: says what it has to say and answers with the exit code. */
type Work = (session: Session) => Promise<ExitCode> | ExitCode;

/** What a command file needs to add its command. */
export interface Shell {
  readonly t: Translate;
  /** Runs the work with a session that is closed afterwards, whatever happens. */
  run(command: Command, work: Work): Promise<void>;
}

/** Gives the command its description and example, from `help.<key>.about` and `help.<key>.example`. */
export function describe(command: Command, key: string, t: Translate): Command {
  const example = t(`cli:help.${key}.example`)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  return command.description(t(`cli:help.${key}.about`)).addHelpText("after", `\n${t("cli:help.example")}\n${example}`);
}
