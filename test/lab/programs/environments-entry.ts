// Prints the table of environments, the article's numbers beside those measured here, with our prober and the go command.
import { ENVIRONMENTS, type Environment } from "../environments.ts";
import {
  type Download,
  type EnvironmentLab,
  type Handshakes,
  openEnvironmentLab,
  wilson,
} from "../environments-measure.ts";

const SEED = 2_026;
const HANDSHAKES = 200;
const RUNS = 10;
/** Go processes at once. */
const AT_ONCE = 5;

const RULES: Readonly<Record<Environment["fails"], string>> = {
  reset: "a reset fails at once: the delay is the box's",
  intercept: "x509 fails at once: the delay is the box's",
  swallow: "10 s a request, 30 s a module",
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function secondsOf(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function mostCommon(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined ? "none" : `${first[0]} (${first[1]} of ${texts.length})`;
}

/** Go's text without addresses, which differ from run to run. */
function plain(text: string): string {
  return text.replace(/\d+\.\d+\.\d+\.\d+:\d+/g, "ADDRESS").replace(/^.*?: (?=tls:|read |net\/http:|EOF)/, "");
}

interface Row {
  readonly environment: Environment;
  readonly shaken: Handshakes;
  readonly falling: readonly Download[];
  readonly comma: readonly Download[];
}

function print({ environment, shaken, falling, comma }: Row, alone: number): void {
  const [low, high] = wilson(shaken.passed, shaken.of);
  const delays = falling.map(({ ms }) => Math.max(0, ms - alone)).sort((a, b) => a - b);
  const p95 = delays[Math.ceil(delays.length * 0.95) - 1] ?? 0;
  const failed = falling.flatMap((run) => run.failed);
  const percent = (share: number): string => (100 * share).toFixed(1);
  const stages = [".info", ".mod", ".zip"].map((file) => {
    const sum = failed.filter((one) => one.file === file).reduce((total, one) => total + one.seconds, 0);
    return `${file} ${(sum / falling.length).toFixed(2)} s`;
  });
  const names = Object.entries(shaken.failures).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(
    [
      environment.name,
      `  expected    TLS 1.3 ${percent(environment.passes)} %; ${environment.claimed}`,
      `  measured    TLS 1.3 ${percent(shaken.passed / shaken.of)} % (${percent(low)} to ${percent(high)}, ${shaken.of} handshakes)`,
      `  fall back   mean ${secondsOf(mean(delays))}, P95 ${secondsOf(p95)} (${falling.length} downloads, with |)`,
      `  by request  ${stages.join(", ")} (mean of a download)`,
      `  with ,      ${comma.filter(({ ok }) => !ok).length} of ${comma.length} downloads fail; ${comma.filter(({ ok, failed: lost }) => ok && lost.length > 0).length} fall back`,
      `  go says     ${mostCommon(failed.map(({ text }) => plain(text)))}`,
      `  we say      ${names.join(", ") || "no failure"}`,
      `  Go's rule   ${RULES[environment.fails]}`,
      "",
    ].join("\n"),
  );
}

async function inTurns<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const left = [...jobs.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => work()));
  return results;
}

async function measure(lab: EnvironmentLab): Promise<void> {
  const shaken = await Promise.all(
    ENVIRONMENTS.map(async (environment, at) =>
      lab.handshakes(await lab.open(environment, SEED + at), environment.passes === 0 ? 20 : HANDSHAKES),
    ),
  );
  const alone = mean(
    (await inTurns(Array.from({ length: AT_ONCE }, () => () => lab.download(lab.good)))).map(({ ms }) => ms),
  );
  // The slowest first, so that nobody waits for one at the end.
  const order = [...ENVIRONMENTS.entries()].reverse();
  const jobs = order.flatMap(([at, environment]) =>
    ["|", ","].flatMap((separator) =>
      Array.from({ length: environment.passes === 0 ? 1 : separator === "|" ? RUNS : 3 }, (_, run) => async () => {
        const box = await lab.open(environment, SEED + 100 * at + run);
        return { at, separator, download: await lab.download(`${box}${separator}${lab.good}`) };
      }),
    ),
  );
  const done = await inTurns(jobs);
  process.stdout.write(`A download without a box takes ${secondsOf(alone)}. Seed ${SEED}.\n\n`);
  for (const [at, environment] of ENVIRONMENTS.entries()) {
    const of = (separator: string): Download[] =>
      done.filter((one) => one.at === at && one.separator === separator).map(({ download }) => download);
    const hands = shaken[at];
    if (hands !== undefined) print({ environment, shaken: hands, falling: of("|"), comma: of(",") }, alone);
  }
}

const lab = await openEnvironmentLab();
try {
  await measure(lab);
} finally {
  await lab.close();
}
process.exit(0);
