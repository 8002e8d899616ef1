// The `explain` command: the route that Go will take for one module, under the go env in force.
import type { Command } from "commander";
import { type Compared, compareChains } from "../../shared/domain/chain-comparison.ts";
import { redact } from "../../shared/domain/endpoint.ts";
import type { Saying } from "../../shared/domain/explain.ts";
import type { DirectWay } from "../../shared/domain/explain-direct.ts";
import { modulePathFault, parseModuleQuery } from "../../shared/domain/explain-module-path.ts";
import type { Outlook } from "../../shared/domain/outlook.ts";
import { lastGood } from "../../shared/domain/sample.ts";
import { sayChecksumCosts, sayReuse } from "../../shared/view/download-texts.ts";
import { sayReason, type Translate } from "../../shared/view/translate.ts";
import { goClientHere } from "../engine/machine.ts";
import { moduleStory, type Story } from "../engine/module-story.ts";
import { chainRecords, printChains } from "./chain-comparison.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { MOST_SAMPLES, outlookNow, sayTime } from "./outlook-text.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Adds `explain`: the route for a module. */
export function addExplain(program: Command, shell: Shell): void {
  describe(program.command("explain"), "explain", shell.t)
    .argument("<module>", shell.t("cli:help.argument.module"))
    .option("--chain <value>", shell.t("cli:help.option.chain"), also, [])
    .action((module: string, { chain }: { readonly chain: readonly string[] }, command: Command) =>
      shell.run(command, (session) => explain(session, module, chain)),
    );
}

function also(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** What is told: the story of the module, and the version that was asked about. */
interface Told extends Story {
  readonly version: string | undefined;
}

async function explain(session: Session, text: string, others: readonly string[]): Promise<ExitCode> {
  const { terminal } = session;
  const { path, version } = parseModuleQuery(text);
  const problem = modulePathFault(path);
  if (problem !== null) throw new Objection("bad-module", { given: redact(text), problem });
  const env = await session.goEnv().read();
  const told: Told = {
    version,
    ...moduleStory(path, env, goClientHere(terminal.environment, env.go?.version), {
      outlookOf: (goproxy) => outlookNow(session, goproxy),
      lastGoodOf: (endpoint) => lastGood(session.history().samples({ endpoint, limit: MOST_SAMPLES })),
    }),
  };
  const goproxy = env.variables["GOPROXY"]?.value ?? "";
  const chains = others.length === 0 ? [] : compareChains([goproxy, ...others], (value) => outlookNow(session, value));
  tell(terminal, told, chains);
  return EXIT.fine;
}

function tell(terminal: Terminal, told: Told, chains: readonly Compared[]): void {
  if (terminal.json) {
    const compared = chains.length === 0 ? {} : { chains: chainRecords(terminal, chains) };
    terminal.printJson({ ...record(terminal.english, told), ...compared });
    return;
  }
  print(terminal, told);
  if (chains.length > 0) printChains(terminal, chains);
}

function say(t: Translate, { code, values }: Saying): string {
  return t(`lint:explain.${code}`, values);
}

/** What programs read: sentences are English. */
function record(english: Translate, { explanation, version, outlook: seen, reuses, checksums }: Told): object {
  const { module, route, sumdb, verify, warnings, direct } = explanation;
  return {
    module,
    ...(version === undefined ? {} : { version }),
    private: explanation.private,
    route: route.map(({ entry, why }) => ({ entry, why: say(english, why) })),
    ...(direct === null ? {} : { direct }),
    sumdb: { way: sumdb.way, why: say(english, sumdb.why), cost: checksums },
    verify: verify.map((saying) => say(english, saying)),
    cost:
      seen === null
        ? null
        : {
            success: seen.success,
            expectedMs: seen.expectedMs,
            p50Ms: seen.p50Ms,
            p95Ms: seen.p95Ms,
            because: sayReason(english, seen.because),
          },
    connections: reuses,
    warnings: warnings.map((saying) => say(english, saying)),
  };
}

function print(terminal: Terminal, { explanation, version, outlook: seen, reuses, checksums }: Told): void {
  const { t } = terminal;
  const { route, sumdb, verify, warnings, direct } = explanation;
  terminal.print(
    terminal.paint("bold", version === undefined ? explanation.module : `${explanation.module}@${version}`),
  );
  const covered = explanation.private;
  const rows: Cell[][] = [
    [
      head(t("cli:explain.private")),
      covered === null ? t("cli:explain.public") : t("cli:explain.covered", { ...covered }),
    ],
    ...route.map(({ entry, why }, at): Cell[] => [
      head(at === 0 ? t("cli:explain.route") : ""),
      t("cli:explain.step", { number: at + 1, entry, why: say(t, why) }),
    ]),
    ...(route.length === 0 ? [[head(t("cli:explain.route")), t("cli:explain.nothing")]] : []),
    ...(direct === null ? [] : [[head(t("cli:explain.direct")), sayDirect(t, explanation.module, direct)]]),
    [head(t("cli:explain.sumdb")), say(t, sumdb.why)],
    ...(checksums === null ? [] : [[head(""), sayChecksumCosts(t, checksums)]]),
    ...verify.map((saying, at): Cell[] => [head(at === 0 ? t("cli:explain.verify") : ""), say(t, saying)]),
    ...(seen === null ? [] : [[head(t("cli:explain.cost")), sayCost(t, seen)]]),
    ...reuses.map((reuse, at): Cell[] => [
      head(at === 0 ? t("cli:explain.connections") : ""),
      t("cli:pair", { head: reuse.entry, text: sayReuse(t, reuse) }),
    ]),
  ];
  printTable(terminal, rows);
  for (const warning of warnings) {
    terminal.print(`${terminal.paint("yellow", t("cli:explain.warning"))}  ${say(t, warning)}`);
  }
}

function head(text: string): Cell {
  return { text, style: "dim" };
}

function sayDirect(t: Translate, path: string, way: DirectWay): string {
  if (way.kind === "impossible") return t("lint:explain.host-impossible");
  if (way.kind === "discovery") return t("lint:explain.host-discovery", { path });
  return t("lint:explain.host-static", { vcs: way.vcs, root: way.root });
}

function sayCost(t: Translate, { success, p50Ms, p95Ms, because }: Outlook): string {
  if (success === null) return t("lint:explain.cost-unknown");
  const figures = { p50: sayTime(t, p50Ms), p95: sayTime(t, p95Ms), percent: Math.round(success * 100) };
  return t("lint:explain.cost", { ...figures, because: sayReason(t, because) });
}
