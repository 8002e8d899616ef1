// One run of the command line: arguments in, exit code out. The one place where an objection becomes text.
import { type Command, CommanderError } from "commander";
import { redact } from "../../shared/domain/endpoint.ts";
import { createTranslate } from "../../shared/view/translate.ts";
import { StorageError } from "../engine/store/storage-error.ts";
import { nearNames } from "./near.ts";
import { EXIT, type ExitCode, Objection, type ObjectionCode } from "./objection.ts";
import { createProgram } from "./program.ts";
import type { Shell } from "./shell.ts";
import { readerLanguage, Terminal, type World } from "./terminal.ts";

/** What one run needs. */
export interface Run {
  /** The arguments behind the program's name. */
  readonly args: readonly string[];
  readonly world: World;
  readonly version: string;
}

/** Runs the command line. Never throws: what goes wrong is told on stderr, and with `--json` on stdout as `{error}` too. */
export async function runCommandLine({ args, world, version }: Run): Promise<ExitCode> {
  let exit: ExitCode = EXIT.fine;
  const shell: Shell = {
    t: createTranslate(readerLanguage(world.environment)),
    run: async (command, work) => {
      const { json, home } = command.optsWithGlobals<{ json?: boolean; home?: string }>();
      // Loaded here: neither help nor a mistake on the command line needs files, databases and schemas.
      const { openSession } = await import("./session.ts");
      const session = openSession(new Terminal(world, json === true), { home, version });
      try {
        exit = await work(session);
      } finally {
        session.close();
      }
    },
  };
  const program = createProgram({ shell, version, world });
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.fine;
    // A command group alone: its help is on stderr already.
    if (error instanceof CommanderError && error.code === "commander.help") return EXIT.usage;
    const commands = commandsMeant(program, args);
    return tell(new Terminal(world, args.includes("--json")), objectionOf(error, { args, commands }));
  }
}

/** The names that could stand where the unknown one does: those of the group that was named, or all commands. */
function commandsMeant(program: Command, args: readonly string[]): readonly string[] {
  const group = program.commands.find((command) => command.commands.length > 0 && args.includes(command.name()));
  return (group ?? program).commands.map((command) => command.name());
}

const USAGE: Readonly<Record<string, ObjectionCode>> = {
  "commander.unknownCommand": "unknown-command",
  "commander.unknownOption": "unknown-option",
  "commander.missingArgument": "missing-argument",
  "commander.excessArguments": "excess-argument",
  "commander.optionMissingArgument": "option-needs-value",
};

interface Typed {
  readonly args: readonly string[];
  readonly commands: readonly string[];
}

function objectionOf(error: unknown, { args, commands }: Typed): Objection {
  if (error instanceof Objection) return error;
  if (error instanceof StorageError) {
    return new Objection("home-unusable", { file: error.path, problem: error.message }, EXIT.refused);
  }
  if (!(error instanceof CommanderError)) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Objection("fault", { problem: words }, EXIT.refused);
  }
  // Commander names what it stumbled over in quotes, and nowhere else.
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? args.join(" ");
  const code = USAGE[error.code] ?? "bad-usage";
  const near = code === "unknown-command" ? nearNames(given, commands).join(", ") : "";
  const detail = redact(error.message.replace(/^error: /, ""));
  return new Objection(code, { given: redact(given), near, known: commands.join(", "), detail });
}

/** What happened, why, and what to do: three sentences on stderr. */
function tell(terminal: Terminal, { code, values, exit }: Objection): ExitCode {
  const say = (t: Terminal["t"], part: string): string => {
    const suggestion = part === "remedy" && Boolean(values["near"]) ? "remedy-near" : part;
    const said = Object.entries(values).map(([name, value]) => [name, typeof value === "function" ? value(t) : value]);
    return t(`cli:error.${code}.${suggestion}`, Object.fromEntries(said) as Record<string, string | number>);
  };
  terminal.note(say(terminal.t, "what"));
  for (const part of ["why", "remedy"]) terminal.remark(say(terminal.t, part));
  if (terminal.json) {
    const { english } = terminal;
    const error = { code, what: say(english, "what"), why: say(english, "why"), remedy: say(english, "remedy") };
    terminal.printJson({ error });
  }
  return exit;
}
