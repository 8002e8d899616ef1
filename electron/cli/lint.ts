// The `lint` command: what Go really makes of a GOPROXY value, or of the whole go env with its file.
import type { Command } from "commander";
import { redact } from "../../shared/domain/endpoint.ts";
import { lintEnv, lintGoproxy } from "../../shared/domain/lint.ts";
import type { Finding, LintContext, Place, Severity } from "../../shared/domain/lint-finding.ts";
import { shellWord } from "../../shared/domain/shell-word.ts";
import { sayFinding } from "../../shared/view/finding.ts";
import { readNow } from "../engine/goenv/go-env-file.ts";
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
  const context: LintContext = {
    platform: process.platform,
    environment: terminal.environment,
    fileText: textOf(env.file),
    ...(env.go === null ? {} : { goVersion: env.go.version }),
  };
  const variables = Object.fromEntries(Object.entries(env.variables).map(([name, known]) => [name, known.value]));
  const found = value === undefined ? lintEnv(env, context) : lintGoproxy(value, { ...context, variables });
  if (terminal.json) terminal.printJson({ findings: found.map((finding) => record(terminal, finding)) });
  else print(terminal, found, value);
  return found.some(({ severity }) => severity !== "info") ? EXIT.finding : EXIT.fine;
}

/** The whole file with its byte order mark, if any; `null` where go would read nothing either. */
function textOf(file: string | null): string | null {
  // Missing, a folder, or not ours to read: the go command goes on without it, and says nothing (cfg.initEnvCache).
  const content = file === null ? null : readNow(file);
  return content?.kind === "bytes" ? content.bytes.toString("utf8") : null;
}

/** The fix, unless a credential would have to be written out for it. */
function openFix({ fix }: Finding): Finding["fix"] {
  const values = Object.values(fix?.changes ?? {});
  return values.every((value) => value === null || redact(value) === value) ? fix : undefined;
}

/** The finding as programs read it. */
function record({ english }: Terminal, finding: Finding): object {
  const { code, severity, at } = finding;
  const fix = openFix(finding);
  return {
    code,
    severity,
    ...(at === undefined ? {} : { at: shownPlace(at) }),
    message: sayFinding(english, finding),
    ...(fix === undefined ? {} : { fix }),
  };
}

function shownPlace(at: Place): Place {
  return at.text === undefined ? at : { ...at, text: redact(at.text) };
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
  for (const [name, after] of Object.entries(openFix(finding)?.changes ?? {})) {
    const command = after === null ? `go env -u ${name}` : `go env -w ${name}=${shellWord(after)}`;
    terminal.print(`  ${t("cli:lint.fix", { command })}`);
  }
}
