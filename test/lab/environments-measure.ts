// Measures an environment: our prober's handshakes, and downloads of the real go command.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createProber } from "../../electron/engine/probe/probe.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { makeAuthority } from "../support/certificates.ts";
import { SERVED_MODULE, SERVED_VERSION, startModuleProxy } from "../support/module-proxy.ts";
import { type Environment, environmentBox } from "./environments.ts";

/** What a download of the go command came to. */
export interface Download {
  readonly ok: boolean;
  readonly ms: number;
  /** Seconds of each request that a box failed, with the file's ending. */
  readonly failed: readonly { readonly file: string; readonly seconds: number; readonly text: string }[];
}

/** What our prober found. */
export interface Handshakes {
  readonly passed: number;
  readonly of: number;
  /** Names of failures, `stage/kind`, with how often. */
  readonly failures: Readonly<Record<string, number>>;
}

/** A lab of module proxy, stranger and boxes. */
export interface EnvironmentLab {
  /** Address of the proxy without a box. */
  readonly good: string;
  /** Opens the box of an environment and answers its address. */
  open(environment: Environment, seed: number, delays?: number[]): Promise<string>;
  handshakes(url: string, count: number): Promise<Handshakes>;
  download(goproxy: string): Promise<Download>;
  close(): Promise<void>;
}

/** Where the truth lies with 95 % (Wilson), from 0 to 1. */
export function wilson(passed: number, of: number): readonly [number, number] {
  const z = 1.96;
  const p = passed / of;
  const half = z * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  const [middle, scale] = [p + z ** 2 / (2 * of), 1 + z ** 2 / of];
  return [Math.max(0, (middle - half) / scale), (middle + half) / scale];
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  return (server.address() as AddressInfo).port;
}

// Go writes how long a request took only when an answer came, so that its lines are timed as they arrive.
function failedRequests(): { readonly read: (line: string) => void; readonly failed: Download["failed"] } {
  const begun = new Map<string, number>();
  const failed: { file: string; seconds: number; text: string }[] = [];
  const read = (line: string): void => {
    const [, url, file = "", text] = /^# get (\S+@v\/\S+(\.info|\.mod|\.zip))(?:: (.*))?$/.exec(line) ?? [];
    if (url === undefined) return;
    if (text === undefined) begun.set(url, performance.now());
    else if (!/^\d{3} /.test(text))
      failed.push({ file, text, seconds: (performance.now() - (begun.get(url) ?? performance.now())) / 1_000 });
  };
  return { read, failed };
}

function runGo(folder: string, caFile: string, goproxy: string): Promise<Download> {
  const home = mkdtempSync(join(folder, "go-"));
  mkdirSync(join(home, ".config", "go", "telemetry"), { recursive: true });
  writeFileSync(join(home, ".config", "go", "telemetry", "mode"), "off");
  const began = performance.now();
  const child = spawn("go", ["mod", "download", "-x", "-json", `${SERVED_MODULE}@${SERVED_VERSION}`], {
    cwd: home,
    timeout: 60_000,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      GOENV: "off",
      GOPROXY: goproxy,
      GOSUMDB: "off",
      GOFLAGS: "-modcacherw",
      GOTOOLCHAIN: "local",
      NO_PROXY: "*",
      SSL_CERT_FILE: caFile,
    },
  });
  const { read, failed } = failedRequests();
  createInterface({ input: child.stderr }).on("line", read);
  child.stdout.resume();
  return new Promise((settle, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      settle({ ok: code === 0, ms: performance.now() - began, failed });
    });
  });
}

function isPassed(sample: Sample | null): boolean {
  return sample?.tls?.version === "TLSv1.3" && sample.failure?.stage !== "handshake";
}

function nameOf(sample: Sample | null): string {
  const failure = sample?.failure;
  return failure ? `${failure.stage}/${failure.kind}` : "below TLS 1.3";
}

async function shakeHands(caFile: string, url: string, count: number): Promise<Handshakes> {
  const options = { version: "0", env: { NO_PROXY: "*", SSL_CERT_FILE: caFile }, caFile, timeoutMs: 13_000 };
  const prober = createProber({ ...options, limits: { handshake: 10_000 } });
  const failures: Record<string, number> = {};
  let passed = 0;
  const probe = async (): Promise<void> => {
    const sample = await prober.probe({ name: url, url, role: "proxy" }, new AbortController().signal);
    if (isPassed(sample)) passed += 1;
    else failures[nameOf(sample)] = (failures[nameOf(sample)] ?? 0) + 1;
  };
  for (let at = 0; at < count; at += 100)
    await Promise.all(Array.from({ length: Math.min(100, count - at) }, () => probe()));
  return { passed, of: count, failures };
}

/** Opens the lab. The caller closes it. */
export async function openEnvironmentLab(): Promise<EnvironmentLab> {
  const folder = mkdtempSync(join(tmpdir(), "gangway-lab-"));
  const proxy = await startModuleProxy(folder);
  const stranger = createHttps(await (await makeAuthority("Stranger")).issue({ names: ["127.0.0.1"] }));
  const behind = { endpoint: Number(new URL(proxy.url).port), stranger: await listen(stranger) };
  const boxes: Server[] = [];
  return {
    good: proxy.url,
    async open(environment, seed, delays = []) {
      const box = environmentBox(environment, behind, seed, delays);
      boxes.push(box);
      return `https://127.0.0.1:${await listen(box)}`;
    },
    handshakes: (url, count) => shakeHands(proxy.caFile, url, count),
    download: (goproxy) => runGo(folder, proxy.caFile, goproxy),
    async close() {
      for (const box of boxes) box.close();
      stranger.close();
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
