import type { Command } from "commander";
import type { EffectiveEnv, Variable } from "../../shared/domain/goenv.ts";
import { redactEnv } from "../../shared/domain/snapshot-of.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printWarnings, standingWarnings } from "./warnings.ts";

/** Adds `env`: the effective go env, with where each value comes from. */
export function addEnv(program: Command, shell: Shell): void {
  describe(program.command("env"), "env", shell.t).action((_options: unknown, command: Command) =>
    shell.run(command, showEnv),
  );
}

async function showEnv(session: Session): Promise<ExitCode> {
  const { terminal } = session;
  const env = redactEnv(await session.goEnv().read());
  if (terminal.json) terminal.printJson(env);
  else printEnv(terminal, env);
  printWarnings(terminal, standingWarnings(env, session));
  return EXIT.fine;
}

function printEnv(terminal: Terminal, env: EffectiveEnv): void {
  const { t } = terminal;
  const go = env.go === null ? t("cli:env.no-go") : `${env.go.version} (${env.go.path})`;
  printTable(terminal, [
    [{ text: t("cli:env.file"), style: "dim" }, env.file ?? t("cli:env.no-file")],
    [{ text: t("cli:env.go"), style: "dim" }, go],
  ]);
  terminal.print();
  const rows = Object.entries(env.variables)
    .filter(([, variable]) => variable.value !== "" || variable.origin !== "default")
    .map(([name, variable]): Cell[] => [{ text: name, style: "bold" }, originCell(terminal, variable), variable.value]);
  printTable(terminal, rows, [t("cli:env.variable"), t("cli:env.origin"), t("cli:env.value")]);
}

function originCell(terminal: Terminal, variable: Variable): Cell {
  const text = terminal.t(`cli:origin.${variable.origin}`);
  return variable.origin === "os" ? { text, style: "yellow" } : text;
}
