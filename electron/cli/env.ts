import type { Command } from "commander";
import { redact } from "../../shared/domain/endpoint.ts";
import type { EffectiveEnv, ShellExport, Variable } from "../../shared/domain/goenv.ts";
import { DEFAULT_GOPROXY } from "../../shared/domain/profile.ts";
import { redactEnv } from "../../shared/domain/snapshot-of.ts";
import { SHOWN_VARIABLES } from "../engine/goenv/effective.ts";
import { askShell } from "../engine/goenv/shell-exports.ts";
import { goRoute } from "../engine/probe/go-route.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { environmentWarnings, printWarnings, standingWarnings } from "./warnings.ts";

/** Adds `env`: the effective go env, with where each value comes from. */
export function addEnv(program: Command, shell: Shell): void {
  describe(program.command("env"), "env", shell.t).action((_options: unknown, command: Command) =>
    shell.run(command, showEnv),
  );
}

async function showEnv(session: Session): Promise<ExitCode> {
  const { terminal } = session;
  const [read, exported] = await Promise.all([session.goEnv().read(), exportedByShell(session)]);
  const env = redactEnv(exported.length === 0 ? read : { ...read, shell: exported });
  if (terminal.json) terminal.printJson(env);
  else printEnv(terminal, env);
  printWarnings(terminal, [...standingWarnings(env, session), ...environmentWarnings(env)]);
  return EXIT.fine;
}

/** What a terminal that is opened now would have and this process has not: a start-up file changed since, or none was read. */
async function exportedByShell(session: Session): Promise<readonly ShellExport[]> {
  const { terminal } = session;
  const { environment, clock } = terminal;
  const names = [
    ...new Set([...SHOWN_VARIABLES, ...session.profiles().flatMap((profile) => Object.keys(profile.env))]),
  ];
  const stop = terminal.progress(() => terminal.t("cli:env.asking-shell"));
  try {
    const surroundings = { env: environment, platform: process.platform };
    return (await askShell({ surroundings, names, clock })) ?? [];
  } finally {
    stop();
  }
}

function printEnv(terminal: Terminal, env: EffectiveEnv): void {
  const { t } = terminal;
  const go = env.go === null ? t("cli:env.no-go") : `${env.go.version} (${env.go.path})`;
  printTable(terminal, [
    [{ text: t("cli:env.file"), style: "dim" }, env.file ?? t("cli:env.no-file")],
    [{ text: t("cli:env.go"), style: "dim" }, go],
    [{ text: t("cli:env.go-proxy"), style: "dim" }, goProxy(terminal, env)],
    [{ text: t("cli:env.desktop-proxy"), style: "dim" }, t("cli:env.desktop-proxy-unknown")],
  ]);
  terminal.print();
  const rows = Object.entries(env.variables)
    .filter(([, variable]) => variable.value !== "" || variable.origin !== "default")
    .map(([name, variable]): Cell[] => [{ text: name, style: "bold" }, originCell(terminal, variable), variable.value]);
  printTable(terminal, rows, [t("cli:env.variable"), t("cli:env.origin"), t("cli:env.value")]);
}

/** The HTTP proxy that Go would use for a host of the public net. */
function goProxy({ t, environment }: Terminal, env: EffectiveEnv): string {
  const route = goRoute(DEFAULT_GOPROXY.split(",", 1)[0] ?? "", environment, env.go?.version);
  if (route.kind === "direct") return t("cli:env.no-go-proxy");
  return route.kind === "proxy" ? route.url : redact(route.raw);
}

function originCell(terminal: Terminal, variable: Variable): Cell {
  const text = terminal.t(`cli:origin.${variable.origin}`);
  return variable.origin === "os" ? { text, style: "yellow" } : text;
}
