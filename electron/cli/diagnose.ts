// The `diagnose` command: what stands between go and one endpoint, why, what helps, and a report for those who can change it.
import type { Command } from "commander";
import type { Diagnosis } from "../../shared/domain/diagnosis.ts";
import { summarise } from "../../shared/domain/diagnosis-summary.ts";
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import { diagnosisRecord } from "../../shared/view/diagnosis-record.ts";
import { reportOn } from "../../shared/view/diagnosis-report.ts";
import type { Diagnosed } from "../../shared/view/diagnosis-text.ts";
import { diagnose } from "../engine/diagnose/diagnose.ts";
import { checkReadable, endpointAt } from "./arguments.ts";
import { diagnosisLines } from "./diagnosis-lines.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { type ReportTarget, reportTarget, writeReport } from "./report-file.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";

interface DiagnoseOptions {
  readonly ca?: string;
  readonly report?: string;
}

/** Adds `diagnose`: names what is wrong between go and one endpoint. */
export function addDiagnose(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("diagnose"), "diagnose", t)
    .argument("<url>", t("cli:help.argument.url"))
    .option("--ca <file>", t("cli:help.option.ca"))
    .option("--report <file>", t("cli:help.option.report"))
    .action((url: string, options: DiagnoseOptions, command: Command) =>
      shell.run(command, (session) => run(session, url, options)),
    );
}

async function run(session: Session, text: string, { ca, report }: DiagnoseOptions): Promise<ExitCode> {
  const { terminal } = session;
  const endpoint = secureEndpoint(text);
  const target = reportTarget(report);
  if (target.kind === "stdout" && terminal.json) throw new Objection("report-and-json");
  checkReadable(ca);
  const diagnosis = await ask(session, endpoint, ca);
  const diagnosed: Diagnosed = { diagnosis, summary: summarise(diagnosis) };
  tell(session, diagnosed, target);
  if (target.kind === "file") keep(session, diagnosed, target);
  return diagnosed.summary.verdict === "fine" ? EXIT.fine : EXIT.finding;
}

/** There is nothing of TLS to diagnose at a plain endpoint. */
function secureEndpoint(text: string): Endpoint {
  const endpoint = endpointAt(text);
  if (/^https:/i.test(endpoint.url)) return endpoint;
  throw new Objection("not-https", { given: endpoint.name });
}

async function ask(session: Session, endpoint: Endpoint, caFile: string | undefined): Promise<Diagnosis> {
  const { terminal } = session;
  const progress = { done: 0, total: 0 };
  const around = await session.surroundings({ caFile });
  const { trust } = around.looker.toolsNow();
  if (trust.kind === "missing" && caFile !== undefined) {
    throw new Objection("ca-unreadable", { file: caFile, problem: trust.raw }, EXIT.refused);
  }
  const stop = terminal.progress(() => terminal.t("diagnose:progress", { endpoint: endpoint.name, ...progress }));
  try {
    const diagnosis = await diagnose(around, {
      endpoint,
      // Nothing aborts it: Ctrl-C ends the process.
      signal: new AbortController().signal,
      filling: (done, total) => void Object.assign(progress, { done, total }),
    });
    if (diagnosis === null) throw new Error("aborted by nobody");
    return diagnosis;
  } finally {
    stop();
  }
}

function tell(session: Session, diagnosed: Diagnosed, target: ReportTarget): void {
  const { terminal } = session;
  if (terminal.json) terminal.printJson(diagnosisRecord(terminal.english, diagnosed));
  else if (target.kind === "stdout") terminal.write(markdown(session, diagnosed));
  else for (const line of diagnosisLines(terminal, diagnosed)) terminal.print(line);
}

function markdown(session: Session, diagnosed: Diagnosed): string {
  const { t } = session.terminal;
  const kind = session.history().networks({ limit: 1 }).at(-1)?.kind ?? "unknown";
  return reportOn(t, diagnosed, { version: session.version, network: t(`words:kind.${kind}`) });
}

function keep(session: Session, diagnosed: Diagnosed, { file, form }: Extract<ReportTarget, { kind: "file" }>): void {
  const { english, t } = session.terminal;
  const json = `${JSON.stringify(diagnosisRecord(english, diagnosed), null, 2)}\n`;
  const isReplaced = writeReport(file, form === "json" ? json : markdown(session, diagnosed));
  session.terminal.note(t(isReplaced ? "diagnose:report.replaced" : "diagnose:report.written", { file }));
}
