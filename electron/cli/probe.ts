import type { Command } from "commander";
import { type Endpoint, redact } from "../../shared/domain/endpoint.ts";
import { modulePathFault, parseModuleQuery } from "../../shared/domain/explain-module-path.ts";
import { type Health, judge } from "../../shared/domain/health.ts";
import { lightValues } from "../../shared/domain/lights-due.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import { endpointsOf } from "../../shared/domain/profile.ts";
import { reuseOf } from "../../shared/domain/reuse.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { SECOND } from "../../shared/domain/time.ts";
import { sayGoHello } from "../../shared/view/go-hello-text.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { goClientHere } from "../engine/machine.ts";
import type { Prober } from "../engine/ports.ts";
import { checkReadable, endpointAt, wholeNumber } from "./arguments.ts";
import { healthCell } from "./health-cell.ts";
import { lookAtLights, printLights, shownChecksums, shownLights } from "./lights.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { printTrial, trialProxy } from "./proxy-trial.ts";
import { sampleHead, sampleRow } from "./sample-row.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";
import { type Cell, printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface ProbeOptions {
  readonly count: number;
  readonly timeout?: number;
  readonly ca?: string;
  readonly direct: readonly string[];
  readonly viaProxy?: string;
}

/** More looks in one go are no longer polite, and the background measurement does that better. */
const MOST_LOOKS = 1_000;

/** Less than a look over a satellite takes, and longer than anybody waits. */
const LEAST_TIMEOUT_MS = 50;
const MOST_TIMEOUT_MS = 120 * SECOND;

/** Adds `probe`: measures endpoints once or a few times. */
export function addProbe(program: Command, shell: Shell): void {
  const { t } = shell;
  describe(program.command("probe"), "probe", t)
    .argument("[url...]", t("cli:help.argument.urls"))
    .option("--count <n>", t("cli:help.option.count"), wholeNumber("--count", 1, MOST_LOOKS), 1)
    .option("--timeout <ms>", t("cli:help.option.timeout"), wholeNumber("--timeout", LEAST_TIMEOUT_MS, MOST_TIMEOUT_MS))
    .option("--ca <file>", t("cli:help.option.ca"))
    .option("--via-proxy <url>", t("cli:help.option.via-proxy"), trialProxy)
    .option("--direct <module>", t("cli:help.option.direct"), modulePath, [])
    .action((urls: readonly string[], options: ProbeOptions, command: Command) =>
      shell.run(command, (session) => probe(session, urls, options)),
    );
}

/** Adds a module path to those given before. */
function modulePath(given: string, before: readonly string[]): readonly string[] {
  const { path } = parseModuleQuery(given);
  const problem = modulePathFault(path);
  if (problem !== null) throw new Objection("bad-module", { given: redact(given), problem });
  return [...before, path];
}

async function probe(session: Session, urls: readonly string[], options: ProbeOptions): Promise<ExitCode> {
  const { terminal } = session;
  const endpoints = await endpointsFor(session, urls);
  checkReadable(options.ca);
  const { prober, lights: source } = session.looking({
    timeoutMs: options.timeout,
    caFile: options.ca,
    proxy: options.viaProxy,
  });
  if (options.viaProxy !== undefined) printTrial(terminal, options.viaProxy, endpoints);
  const samples = await takeSamples(terminal, { prober, endpoints, count: options.count });
  const healths = endpoints.map(({ name }) => {
    const window = { endpoint: name, samples: samples.filter((sample) => sample.endpoint === name) };
    return judge(window, DEFAULT_POLICY);
  });
  const answered = endpoints.filter(({ name }) => samples.some((s) => s.endpoint === name && s.failure === null));
  const stopProgress = terminal.progress(() => terminal.t("cli:probe.lights"));
  const lights = await lookAtLights({
    source,
    proxies: answered,
    modules: options.direct,
    values: lightValues(await session.goEnv().read()),
    inForce: urls.length === 0,
  });
  stopProgress();
  if (terminal.json) {
    const health = healths.map((each) => shownHealth(terminal, each));
    const needs = { lights: shownLights(terminal, lights), checksums: shownChecksums(terminal, lights, samples) };
    terminal.printJson({ samples, health, reuse: reuses(terminal, samples), ...needs });
  } else {
    printResult(terminal, samples, healths);
    printLights(terminal, lights);
  }
  return healths.every((health) => health.kind === "healthy") ? EXIT.fine : EXIT.finding;
}

async function endpointsFor(session: Session, urls: readonly string[]): Promise<readonly Endpoint[]> {
  if (urls.length > 0) {
    const named = new Map(urls.map(endpointAt).map((endpoint) => [endpoint.name, endpoint]));
    return [...named.values()];
  }
  const env = await session.goEnv().read();
  return endpointsOf(session.profiles(), env.variables["GOPROXY"]?.value);
}

interface Plan {
  readonly prober: Prober;
  readonly endpoints: readonly Endpoint[];
  readonly count: number;
}

/** Looks at all endpoints at once, `count` times, with the gap that the background measurement keeps when in a hurry. */
async function takeSamples(terminal: Terminal, { prober, endpoints, count }: Plan): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const total = endpoints.length * count;
  const stopProgress = terminal.progress(() => terminal.t("cli:probe.progress", { done: samples.length, total }));
  const never = new AbortController().signal;
  for (let round = 0; round < count; round++) {
    if (round > 0) await pause(terminal, SECOND);
    const looks = endpoints.map(async (endpoint) => {
      const sample = await prober.probe(endpoint, never);
      if (sample !== null) samples.push(sample);
    });
    await Promise.all(looks);
  }
  stopProgress();
  return samples.sort((a, b) => a.at - b.at);
}

function pause({ clock }: Terminal, lengthMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(lengthMs, resolve);
  });
}

/** What a usual download from each endpoint that answered would cost in connections. */
function reuses({ environment }: Terminal, samples: readonly Sample[]): readonly unknown[] {
  const client = goClientHere(environment);
  const last = new Map(samples.filter(({ failure }) => failure === null).map((sample) => [sample.endpoint, sample]));
  return [...last].map(([endpoint, sample]) => ({ endpoint, ...reuseOf(sample, client) }));
}

/** The verdict as `--json` gives it: the reason is an English sentence. */
function shownHealth({ english }: Terminal, { endpoint, kind, because }: Health): unknown {
  return { endpoint, health: kind, because: sayReason(english, because) };
}

function printResult(terminal: Terminal, samples: readonly Sample[], healths: readonly Health[]): void {
  const { t } = terminal;
  if (healths.length === 0) {
    terminal.print(t("cli:probe.nothing"));
    return;
  }
  printTable(
    terminal,
    samples.map((sample) => sampleRow(terminal, sample)),
    sampleHead(terminal),
  );
  printGoOnly(terminal, samples);
  terminal.print();
  const rows = healths.map((health): Cell[] => [
    healthCell(terminal, health.kind),
    health.endpoint,
    sayReason(t, health.because),
  ]);
  printTable(terminal, rows);
}

/** Says of each endpoint where this machine's own handshake passed and Go's hello did not, what that means. */
function printGoOnly(terminal: Terminal, samples: readonly Sample[]): void {
  const found = new Map(samples.map(({ endpoint, goHello }) => [endpoint, goHello]));
  for (const [endpoint, hello] of found) {
    if (hello?.outcome !== "failed") continue;
    terminal.print(terminal.t("cli:pair", { head: endpoint, text: sayGoHello(terminal.t, hello) }));
  }
}
