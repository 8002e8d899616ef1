// Outlooks against the real go command: the entries of a chain are looked at by our own prober, the outlook is worked out, and
// then go downloads a module it has never seen over that chain, several times. Free of any test framework.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import { endpointName } from "../../../shared/domain/endpoint.ts";
import { judge } from "../../../shared/domain/health.ts";
import { hopsOf, type Outlook, outlookOver } from "../../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { SampleWindow } from "../../../shared/domain/sample-window.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { type Downloads, openDownloads } from "../chain/go-download.ts";
import { inTurns } from "../chain/in-turns.ts";
import { filesOf, VERSION } from "../chain/stage.ts";
import { type Entries, type EntryKind, entriesOf } from "./entries.ts";

/** A chain, and how often it is tried. */
export interface Case {
  readonly entries: readonly EntryKind[];
  /** Behind each entry but the last. */
  readonly separator: "," | "|";
  readonly looks: number;
  readonly runs: number;
}

/** What was expected and what came of it. All times in ms. */
export interface Compared {
  readonly chain: string;
  readonly outlook: Outlook;
  /** What go needs for the same module out of a folder, without any network. */
  readonly ownMs: number;
  readonly measuredMs: readonly number[];
  readonly succeeded: number;
}

/** Later than three handshakes that nobody answers. */
const PATIENCE_MS = 45_000;

/** Looks at one entry one after the other, as many times as asked. */
async function looksAt(url: string, count: number, caFile: string): Promise<SampleWindow> {
  const prober = createProber({ version: "0", env: { NO_PROXY: "*", SSL_CERT_FILE: caFile }, caFile });
  const endpoint = { name: endpointName(url), url, role: "proxy" } as const;
  const samples: Sample[] = [];
  for (let n = 0; n < count; n++) {
    const sample = await prober.probe(endpoint, new AbortController().signal);
    if (sample !== null) samples.push(sample);
  }
  return { endpoint: endpoint.name, samples };
}

function wordOf({ is, far = 0, lost, http1 }: EntryKind): string {
  const share = lost === undefined ? "" : ` ${lost} %`;
  return `${is}${share} ${2 * far}${http1 === true ? " h1" : ""}`;
}

/** Where cases are tried. */
class Lab {
  readonly #entries: Entries;
  readonly #downloads: Downloads;
  readonly #go: GoVersion;
  readonly #caFile: string;
  #modules = 0;
  ownMs = 0;

  constructor(entries: Entries, downloads: Downloads, go: GoVersion, caFile: string) {
    this.#entries = entries;
    this.#downloads = downloads;
    this.#go = go;
    this.#caFile = caFile;
  }

  /** Measures what go needs by itself. */
  async begin(): Promise<void> {
    const folder = join(this.#downloads.home.folder, "files");
    const base = join(folder, "own.test", "m", "@v");
    mkdirSync(base, { recursive: true });
    const files = filesOf("own.test/m");
    for (const kind of ["info", "mod", "zip"] as const) writeFileSync(join(base, `${VERSION}.${kind}`), files[kind]);
    const times: number[] = [];
    for (let n = 0; n < 5; n++) times.push((await this.#run("own.test/m", `file://${folder}`)).elapsedMs);
    this.ownMs = middle(times);
  }

  async compare({ entries, separator, looks, runs }: Case): Promise<Compared> {
    const urls = await Promise.all(entries.map((kind) => this.#entries.open(kind)));
    const windows = await Promise.all(
      urls.map((url, at) => looksAt(url, entries[at]?.is === "stalled" ? 2 : looks, this.#caFile)),
    );
    const value = urls.join(separator);
    const byName = new Map(windows.map((window) => [window.endpoint, window]));
    const lacking = new Set(urls.filter((_, at) => entries[at]?.is === "lacking").map(endpointName));
    const outlook = outlookOver(hopsOf(value), {
      healthOf: (name) => {
        const window = byName.get(name);
        return window === undefined ? undefined : judge(window, DEFAULT_POLICY);
      },
      windowOf: (name) => byName.get(name),
      hasOf: (name) => (lacking.has(name) ? 0 : 1),
    });
    const done: { elapsedMs: number; ok: boolean }[] = [];
    for (let n = 0; n < runs; n++) {
      done.push(await this.#run(`m${this.#modules++}.gangway.test/m`, value));
    }
    const measuredMs = done.map(({ elapsedMs }) => elapsedMs);
    const succeeded = done.filter(({ ok }) => ok).length / runs;
    return {
      chain: entries.map(wordOf).join(` ${separator} `),
      outlook,
      ownMs: this.ownMs,
      measuredMs,
      succeeded,
    };
  }

  #run(modulePath: string, goproxy: string) {
    return this.#downloads.run({ go: this.#go, modulePath, env: { GOPROXY: goproxy }, patienceMs: PATIENCE_MS });
  }
}

/** The middle one of some times. */
export function middle(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** How far the expectation was from what came, as a share of the latter. */
export function errorOf({ outlook, ownMs, measuredMs }: Compared): number {
  const measured = middle(measuredMs);
  return Math.abs((outlook.p50Ms ?? Number.NaN) + ownMs - measured) / measured;
}

/** Tries all cases with the newest go here, those that wait for Go's patience beside the others. */
export async function compareAll(cases: readonly Case[]): Promise<readonly Compared[]> {
  const authority = await makeAuthority("Gangway outlook tests");
  const downloads = await openDownloads((folder) => {
    const file = join(folder, "outlook-ca.pem");
    writeFileSync(file, authority.cert);
    return file;
  });
  const entries = entriesOf(authority);
  try {
    const go = (await goVersions()).at(-1);
    if (go === undefined) throw new Error("no go command");
    const lab = new Lab(entries, downloads, go, join(downloads.home.folder, "outlook-ca.pem"));
    await lab.begin();
    const isSlow = (one: Case): boolean => one.entries.some(({ is }) => is === "stalled");
    const slow = Promise.all(cases.filter(isSlow).map((one) => lab.compare(one)));
    // One after the other: two go commands at once on two processors are slower than one.
    const quick = await inTurns(
      cases.filter((one) => !isSlow(one)),
      1,
      (one) => lab.compare(one),
    );
    return [...quick, ...(await slow)];
  } finally {
    await entries.close();
    downloads.home.remove();
  }
}

/** The comparison as a table, one line for each chain. */
export function tableOf(all: readonly Compared[]): string {
  const head = "chain (round trip in ms)".padEnd(44) + "P50   P95  +own   measured   off   success";
  const rows = all.map((one) => {
    const { p50Ms, p95Ms, success } = one.outlook;
    const measured = middle(one.measuredMs);
    const cells = [p50Ms ?? "-", p95Ms ?? "-", Math.round((p50Ms ?? 0) + one.ownMs), Math.round(measured)];
    const off = `${(100 * errorOf(one)).toFixed(0)} %`;
    const rates = `${Math.round(100 * (success ?? 0))} % / ${Math.round(100 * one.succeeded)} %`;
    return (
      one.chain.padEnd(42) + cells.map((cell) => String(cell).padStart(7)).join("") + off.padStart(8) + `  ${rates}`
    );
  });
  return [head, ...rows].join("\n");
}
