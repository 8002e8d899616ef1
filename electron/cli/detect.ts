// The `detect` command: the kind of network that this machine is on, and what speaks for it.
import { type Command, Option } from "commander";
import type { NetworkKind } from "../../shared/domain/network.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { allMeasured } from "./all-measured.ts";
import { checkReadable } from "./arguments.ts";
import { correct, correctedKind } from "./detect-correct.ts";
import { untilInterrupted } from "./interrupt.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { networkText } from "./snapshot-lines.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Networks on which a download can be expected to work, with the right profile. */
const FINE: ReadonlySet<NetworkKind> = new Set<NetworkKind>(["home", "corporate", "campus"]);

interface DetectOptions {
  readonly ca?: string;
  readonly as?: string;
  readonly forget?: true;
}

/** Adds `detect`: one look at every endpoint, and the kind of network that follows. */
export function addDetect(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("detect"), "detect", t)
    .option("--ca <file>", t("cli:help.option.ca"))
    .addOption(new Option("--as <kind>", t("cli:help.option.as")).conflicts("forget"))
    .option("--forget", t("cli:help.option.forget"))
    .action((options: DetectOptions, command: Command) => shell.run(command, (session) => run(session, options)));
}

function run(session: Session, options: DetectOptions): Promise<ExitCode> {
  if (options.forget === true) return correct(session, null);
  return options.as === undefined ? detect(session, options) : correct(session, correctedKind(options.as));
}

async function detect({ terminal, home, version }: Session, { ca }: DetectOptions): Promise<ExitCode> {
  checkReadable(ca);
  const { compose } = await import("../engine/compose.ts");
  const composed = compose({ home, env: terminal.environment, version, auto: false, caFile: ca });
  const { engine } = composed;
  const interrupt = untilInterrupted();
  try {
    const measured = allMeasured(terminal, engine);
    await engine.start();
    await Promise.race([measured, interrupt.happened]);
    const { network } = engine.snapshot();
    if (terminal.json) terminal.printJson(record(network));
    else print(terminal, network);
    return FINE.has(network.kind) ? EXIT.fine : EXIT.finding;
  } finally {
    interrupt.stop();
    await composed.close();
  }
}

function record({ kind, confidence, because, evidence, fingerprint }: Snapshot["network"]): object {
  const corrected = because.code === "network-corrected" ? { corrected: true } : {};
  return { kind, confidence, evidence, fingerprint, ...corrected };
}

function print(terminal: Terminal, network: Snapshot["network"]): void {
  const { t } = terminal;
  terminal.print(networkText(terminal, network));
  const { measured } = network;
  if (measured !== undefined) terminal.print(t("cli:detect.measured", { text: networkText(terminal, measured) }));
  if (network.evidence.length === 0) return;
  const dim = (text: string): Cell => ({ text, style: "dim" });
  const points = (value: number): string => (value > 0 ? "+" : "") + value.toFixed(1);
  terminal.print();
  printTable(terminal, [
    [
      dim(t("cli:detect.evidence")),
      dim(t("words:kind.corporate")),
      dim(t("words:kind.campus")),
      dim(t("cli:detect.seen")),
    ],
    ...network.evidence.map((one): Cell[] => [
      t(`window:evidence.${one.id}`),
      points(one.points.corporate),
      points(one.points.campus),
      one.observed,
    ]),
  ]);
  terminal.print();
  terminal.print(terminal.paint("dim", t("cli:detect.points")));
}
