// The `lint` command: what Go really makes of a GOPROXY value, or of the whole go env with its file.
import type { Command } from "commander";
import { redact } from "../../shared/domain/endpoint.ts";
import { lintEnv, lintGoproxy } from "../../shared/domain/lint.ts";
import { type Finding, type Severity, shownFinding } from "../../shared/domain/lint-finding.ts";
import { shellWord } from "../../shared/domain/shell-word.ts";
import { sayFinding } from "../../shared/view/finding.ts";
import { lintContext } from "../engine/goenv/lint-context.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { oneLine } from "./table.ts";
import type { Style, Terminal } from "./terminal.ts";

const STYLES: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow", info: "cyan" };

/** Adds `lint`: findings on a GOPROXY value, or on the whole effective env. */
export function addLint(program: Command, shell: Shell): void {
  describe(program.command("lint"), "lint", shell.t)
    .argument("[VALUE]", shell.t("cli:help.argument.goproxy"))
    .action((value: string | undefined, _options: unknown, command: Command) =>
      shell.run(command, (session) => lint(session, value)),
    );
}

async function lint(session: Session, value: string | undefined): Promise<ExitCode> {
  const { terminal } = session;
  const env = await session.goEnv().read();
  const context = lintContext(env, { env: terminal.environment, platform: process.platform });
  const variables = Object.fromEntries(Object.entries(env.variables).map(([name, known]) => [name, known.value]));
  const found = value === undefined ? lintEnv(env, context) : lintGoproxy(value, { ...context, variables });
  if (terminal.json) terminal.printJson({ findings: found.map((finding) => record(terminal, finding)) });
  else print(terminal, found, value);
  return found.some(({ severity }) => severity !== "info") ? EXIT.finding : EXIT.fine;
}

/** The finding as programs read it. */
function record({ english }: Terminal, finding: Finding): object {
  const { code, severity, at, fix } = shownFinding(finding);
  return {
    code,
    severity,
    ...(at === undefined ? {} : { at }),
    message: sayFinding(english, finding),
    ...(fix === undefined ? {} : { fix }),
  };
}

function print(terminal: Terminal, found: readonly Finding[], value: string | undefined): void {
  const { t } = terminal;
  if (found.length === 0) terminal.print(t(value === undefined ? "cli:lint.env-fine" : "cli:lint.value-fine"));
  for (const finding of found) {
    printFinding(terminal, finding);
    terminal.print();
  }
}

function printFinding(terminal: Terminal, finding: Finding): void {
  const { t } = terminal;
  const { code, severity, at } = finding;
  const title = terminal.paint(STYLES[severity], t(`cli:lint.severity.${severity}`));
  const place = [at?.variable, at?.text].filter((part) => part !== undefined && part !== "").join("  ");
  terminal.print(`${title}  ${oneLine(redact(place))}  ${terminal.paint("dim", code)}`);
  terminal.print(`  ${oneLine(sayFinding(t, finding))}`);
  for (const [name, after] of Object.entries(shownFinding(finding).fix?.changes ?? {})) {
    const command = after === null ? `go env -u ${name}` : `go env -w ${name}=${shellWord(after)}`;
    terminal.print(`  ${t("cli:lint.fix", { command })}`);
  }
}
