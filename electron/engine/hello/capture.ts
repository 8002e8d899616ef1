// Hears what the go command of this machine says first: runs it once against a listener of our own on loopback, which reads
// one hello and hangs up. Go fetches nothing, sees none of the user's settings but those that change its TLS, and leaves
// nothing behind. What is heard is kept by store/hello-file.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Millis } from "../../../shared/domain/time.ts";
import { runGo } from "../goenv/run-go.ts";
import type { Surroundings } from "../goenv/surroundings.ts";
import { Expired, within } from "../probe/deadline.ts";
import { errorCode } from "../store/storage-error.ts";
import { MAX_RECORD, RECORD_HEADER } from "./client-hello.ts";
import { serverNameOf } from "./hello-extensions.ts";
import { type HelloTemplate, templateFrom } from "./hello-template.ts";

/** The go command to listen to. */
export interface Speaker {
  readonly path: string;
  /** Without `go` in front. */
  readonly version: string;
  readonly surroundings: Surroundings;
  /** Its GODEBUG, see `tlsDebug`. */
  readonly debug: string;
}

/** How long go may take until it speaks. It took 25 to 85 ms here; runGo ends it after 5 s. */
const LIMIT_MS: Millis = 5_000;

/** No such module can be: the top-level domain is reserved (RFC 2606). It is asked of our own listener alone. */
const MODULE = "gangway.invalid/hello@v1.0.0";

/** Go takes no proxy to it, whatever the environment says, and asks for it by name. */
const HOST = "localhost";

/** Settings of GODEBUG that change what Go says first: all of crypto/tls, HTTP/2, and FIPS mode. */
const TLS_SETTING = /^(tls\w*|http2client|fips140)=/;

/**
 * The part of a GODEBUG value that changes the hello, in one spelling for one meaning: sorted, each setting once. Only the
 * OS environment's counts for the go command; go.mod and the go env file do not.
 */
export function tlsDebug(value: string | undefined): string {
  const settings = (value ?? "").split(",").filter((setting) => TLS_SETTING.test(setting));
  const last = new Map(settings.map((setting) => [setting.slice(0, setting.indexOf("=")), setting]));
  return [...last.values()].sort().join(",");
}

/**
 * Variables that keep go from the user's settings, from the network, and from other programs. Empty ones count as not set;
 * what a distributor's go.env may have put in their place is overridden by a value that means nothing.
 */
function confinement(folder: string, port: number): Readonly<Record<string, string>> {
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...Object.fromEntries(proxies.map((name) => [name, ""])),
    GO111MODULE: "on",
    GOAUTH: "off",
    GOCACHE: join(folder, "cache"),
    GOCACHEPROG: "",
    GOENV: "off",
    GOFLAGS: "",
    GOMODCACHE: join(folder, "modules"),
    GONOPROXY: "none",
    GONOSUMDB: "none",
    GOPATH: join(folder, "path"),
    GOPRIVATE: "none",
    GOPROXY: `https://${HOST}:${port}`,
    GOSUMDB: "off",
    GOVCS: "*:off",
    GOWORK: "off",
  };
}

/** A listener on loopback. */
interface Listener {
  readonly port: number;
  /** The first record that each connection brought, as far as it did. */
  readonly heard: readonly Buffer[];
  close(): void;
}

/** Reads the first record of a connection, and hangs up. */
function hear(socket: Socket, record: (bytes: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length < RECORD_HEADER) return;
    const end = RECORD_HEADER + bytes.readUInt16BE(3);
    if (bytes.length < end && end <= RECORD_HEADER + MAX_RECORD) return;
    record(bytes.subarray(0, end));
    socket.destroy();
  });
}

function listen(): Promise<Listener> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    hear(socket, (record) => heard.push(record));
  });
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Go tries every address of localhost, so one that is always there is enough.
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as AddressInfo).port, heard, close }));
  });
}

/** Makes go speak to the listener. Resolves once it has ended. The signal ends it at once. */
async function makeSpeak({ path, surroundings, debug }: Speaker, port: number, signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gangway-hello-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const extra = { ...confinement(folder, port), GODEBUG: debug };
    const run = runGo({ path, surroundings, extra, signal }, ["mod", "download", "-json", MODULE]);
    // Whoever aborts may end this process next, before it hears that go has ended.
    signal.addEventListener("abort", remove, { once: true });
    await run;
  } finally {
    signal.removeEventListener("abort", remove);
    remove();
  }
}

/** The first that is a hello to our own listener; another program of this machine may have come by. */
function helloAmong(records: readonly Buffer[], version: string): HelloTemplate | null {
  const templates = records.map((record) => templateFrom(version, record.toString("base64")));
  return templates.find((template) => template !== null && serverNameOf(template.hello) === HOST) ?? null;
}

/**
 * The hello of a go command, or `null` when it does not speak: it cannot be run, takes too long, or says something that is
 * no hello. Rejects with `Aborted` when the signal says so, which ends the go command.
 */
export async function captureHello(speaker: Speaker, signal: AbortSignal): Promise<HelloTemplate | null> {
  try {
    const listener = await listen();
    try {
      await within(makeSpeak(speaker, listener.port, signal), { limitMs: LIMIT_MS, signal });
      return helloAmong(listener.heard, speaker.version);
    } finally {
      listener.close();
    }
  } catch (error) {
    // Go did not end in time, or the machine gave no port or no folder.
    if (error instanceof Expired || errorCode(error) !== "") return null;
    throw error;
  }
}
