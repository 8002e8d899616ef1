import type { Command } from "commander";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { type Instant, type Millis, SECOND } from "../../shared/domain/time.ts";
import { sayReason } from "../../shared/view/translate.ts";
import type { Composed } from "../engine/compose.ts";
import { EXPECTED_PROFILE, SCENES, type SceneName } from "../engine/demo/scenes.ts";
import type { DemoWorld } from "../engine/demo/world.ts";
import type { Stop } from "../engine/ports.ts";
import { wholeNumber } from "./arguments.ts";
import { type Interrupt, untilInterrupted } from "./interrupt.ts";
import { EXIT, type ExitCode } from "./objection.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import type { Terminal } from "./terminal.ts";

/** Long enough to read along, short enough to sit through. */
const DEFAULT_SECONDS = 54;

/** Below that the campus scene is over before three silent handshakes of two seconds were seen. */
const LEAST_SECONDS = 36;
const MOST_SECONDS = 600;

/** Each scene's share of the time: failing silently takes longest to be sure of. */
const SHARE: Readonly<Record<SceneName, number>> = { home: 0.2, corporate: 0.3, campus: 0.5 };

/** What came of one scene. */
interface Result {
  readonly scene: SceneName;
  readonly expected: string;
  readonly profile: string | null;
  /** From entering the scene to the switch; `null` when there was none. */
  readonly switchedAfterMs: Millis | null;
  readonly snapshot: Snapshot;
}

/** Adds `demo`: the whole product against simulated networks. */
export function addDemo(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("demo"), "demo", t)
    .option(
      "--seconds <n>",
      t("cli:help.option.seconds"),
      wholeNumber("--seconds", LEAST_SECONDS, MOST_SECONDS),
      DEFAULT_SECONDS,
    )
    .action(({ seconds }: { seconds: number }, command: Command) =>
      shell.run(command, (session) => demo(session, seconds * SECOND)),
    );
}

async function demo({ terminal, version }: Session, lengthMs: Millis): Promise<ExitCode> {
  const interrupt = untilInterrupted();
  // Loaded here: the making of certificates is of no use to any other command.
  const { createDemoWorld } = await import("../engine/demo/world.ts");
  const { clock, environment: env } = terminal;
  const world = await createDemoWorld({ clock, version, env });
  const { home, caFile, network, prober } = world;
  const { compose } = await import("../engine/compose.ts");
  const composed = compose({ home, env: world.env, version, demo: true, auto: true, caFile, network, prober });
  const reporter = createReporter(terminal, { isQuiet: false, isAuto: true });
  try {
    const results = await play({ terminal, world, composed, reporter, interrupt, lengthMs });
    reporter.end();
    // Cut short by Ctrl-C: nothing was shown to have failed.
    return results === null ? EXIT.fine : conclude(terminal, results);
  } finally {
    interrupt.stop();
    reporter.end();
    await composed.close();
    await world.stop();
  }
}

interface Stage {
  readonly terminal: Terminal;
  readonly world: DemoWorld;
  readonly composed: Composed;
  readonly reporter: Reporter;
  readonly interrupt: Interrupt;
  readonly lengthMs: Millis;
}

/** Plays the scenes one after another; `null` when the user ended it. */
async function play(stage: Stage): Promise<readonly Result[] | null> {
  const { composed, reporter, terminal, interrupt, world } = stage;
  const { engine } = composed;
  reporter.say(terminal.paint("dim", terminal.t("cli:demo.intro")), { type: "demo", at: terminal.clock.now() });
  const stops = [
    engine.onDecision((line) => {
      reporter.decided(line, engine.snapshot());
    }),
    engine.onSnapshot((snapshot) => {
      reporter.seen(snapshot);
    }),
  ];
  const results: Result[] = [];
  for (const scene of SCENES) {
    const at = terminal.clock.now();
    reporter.say(`\n${terminal.paint("cyan", terminal.t(`cli:demo.scene.${scene}`))}`, { type: "scene", at, scene });
    if (scene === "home") await engine.start();
    else world.enter(scene);
    await pause(stage, stage.lengthMs * SHARE[scene]);
    if (interrupt.hasHappened()) break;
    results.push(resultOf(scene, at, engine.snapshot()));
  }
  for (const stop of stops) stop();
  return interrupt.hasHappened() ? null : results;
}

/** Waits so long, or until the user ends it. */
async function pause({ terminal, interrupt }: Stage, lengthMs: Millis): Promise<void> {
  let cancel: Stop = () => undefined;
  const over = new Promise<void>((resolve) => {
    cancel = terminal.clock.after(lengthMs, resolve);
  });
  await Promise.race([over, interrupt.happened]);
  cancel();
}

function resultOf(scene: SceneName, since: Instant, snapshot: Snapshot): Result {
  const { lastSwitch, active } = snapshot;
  const switchedAfterMs = lastSwitch !== null && lastSwitch.at >= since ? lastSwitch.at - since : null;
  return { scene, expected: EXPECTED_PROFILE[scene], profile: active, switchedAfterMs, snapshot };
}

/** Says what came of each scene; fine only if each ended with its profile, and each walk with a switch. */
function conclude(terminal: Terminal, results: readonly Result[]): ExitCode {
  const isPassed = results.every(isAsExpected) && results.length === SCENES.length;
  if (terminal.json) {
    terminal.printLine({
      type: "summary",
      passed: isPassed,
      scenes: results.map((result) => recordOf(terminal, result)),
    });
    return isPassed ? EXIT.fine : EXIT.finding;
  }
  const { t } = terminal;
  terminal.print(`\n${terminal.paint("bold", t("cli:demo.summary"))}`);
  for (const result of results) {
    const text = t("cli:pair", { head: t(`cli:demo.scene-name.${result.scene}`), text: sayResult(terminal, result) });
    terminal.print(
      `  ${terminal.paint(isAsExpected(result) ? "green" : "red", isAsExpected(result) ? "✓" : "✕")} ${text}`,
    );
  }
  terminal.print(t(isPassed ? "cli:demo.passed" : "cli:demo.failed"));
  return isPassed ? EXIT.fine : EXIT.finding;
}

function isAsExpected({ scene, profile, expected, switchedAfterMs }: Result): boolean {
  return profile === expected && (scene === "home") === (switchedAfterMs === null);
}

function sayResult({ t }: Terminal, { profile, expected, switchedAfterMs, snapshot }: Result): string {
  const shown = profile ?? t("cli:watch.no-profile");
  if (profile !== expected) return t("cli:demo.wrong", { expected, profile: shown });
  if (switchedAfterMs === null) {
    return t("cli:demo.kept", { profile: shown, because: sayReason(t, snapshot.decision.because) });
  }
  const because = snapshot.lastSwitch === null ? "" : sayReason(t, snapshot.lastSwitch.because);
  return t("cli:demo.switched", { profile: shown, seconds: (switchedAfterMs / SECOND).toFixed(1), because });
}

function recordOf({ english }: Terminal, { scene, profile, expected, switchedAfterMs, snapshot }: Result): unknown {
  const reason = switchedAfterMs === null ? snapshot.decision.because : snapshot.lastSwitch?.because;
  const because = reason === undefined ? null : sayReason(english, reason);
  return { scene, profile, expected, switchedAfterMs, because };
}
