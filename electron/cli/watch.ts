import type { Command } from "commander";
import type { Status } from "../../shared/domain/snapshot.ts";
import type { Engine } from "../engine/engine-api.ts";
import { allMeasured } from "./all-measured.ts";
import { checkReadable } from "./arguments.ts";
import { untilInterrupted } from "./interrupt.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { createTeller } from "./teller.ts";

interface WatchOptions {
  readonly auto?: boolean;
  readonly once?: boolean;
  readonly ca?: string;
}

const FINE: ReadonlySet<Status> = new Set<Status>(["healthy", "paused", "measuring"]);

/** Adds `watch`: the engine in a terminal. */
export function addWatch(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("watch"), "watch", t)
    .option("--auto", t("cli:help.option.auto"))
    .option("--once", t("cli:help.option.once"))
    .option("--ca <file>", t("cli:help.option.ca"))
    .action((options: WatchOptions, command: Command) => shell.run(command, (session) => watch(session, options)));
}

async function watch(session: Session, options: WatchOptions): Promise<ExitCode> {
  const { terminal, home, version } = session;
  checkReadable(options.ca);
  // Without --auto this run never writes, even where the app may: who only looks must not change anything.
  const auto = options.auto === true;
  const { compose } = await import("../engine/compose.ts");
  const composed = compose({ home, env: terminal.environment, version, auto, caFile: options.ca });
  const { engine } = composed;
  const interrupt = untilInterrupted();
  const reporter = createReporter(terminal, { isQuiet: options.once === true, isAuto: auto });
  const tell = createTeller(terminal, reporter);
  const stops = [
    engine.onDecision((line) => {
      reporter.decided(line, engine.snapshot());
    }),
  ];
  try {
    const measured = allMeasured(terminal, engine);
    stops.push(
      engine.onSnapshot((snapshot) => {
        tell(snapshot);
        reporter.seen(snapshot);
      }),
    );
    await engine.start();
    tell(engine.snapshot());
    if (options.once !== true) {
      await interrupt.happened;
      return EXIT.fine;
    }
    await Promise.race([measured, interrupt.happened]);
    return finishOnce(engine, reporter);
  } finally {
    interrupt.stop();
    for (const stop of stops) stop();
    reporter.end();
    await composed.close();
  }
}

function finishOnce(engine: Engine, reporter: Reporter): ExitCode {
  const snapshot = engine.snapshot();
  reporter.result(snapshot);
  return FINE.has(snapshot.status) ? EXIT.fine : EXIT.finding;
}
