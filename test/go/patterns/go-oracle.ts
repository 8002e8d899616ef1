// A program that runs the real go command in scenes of loopback servers and says what it asked whom. It belongs inside a
// network namespace with loopback alone; beside that, whatever goes beyond loopback is sent to a recorder that refuses
// it, so that the hosts Go wanted to reach are seen and no packet leaves.
// Reads a JSON list of scenes from the file in its first argument, writes the JSON list of outcomes to its second.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

/** What a server of a scene does: has every module, has none, is broken, or has modules and passes the sumdb through. */
export type Conduct = "serves" | "misses" | "breaks" | "serves-sumdb";

/** One run of `go mod download -json`. `{A}` in a value stands for the URL of the scene's server A. */
export interface Scene {
  readonly go: string;
  readonly env: Readonly<Record<string, string>>;
  readonly servers: Readonly<Record<string, Conduct>>;
  /** `path@version`. */
  readonly modules: readonly string[];
}

/** What came of it. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Request paths by server, percent signs resolved, in order. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
  /** `host:port` that Go or git wanted to reach beyond loopback, each once, in order. */
  readonly reached: readonly string[];
}

/** One go command takes at most so long; a silent one would hang for ever. */
const LIMIT_MS = 60_000;

/** Module paths on the wire have `!x` for `X`. */
function unescapePath(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function bodyOf(path: string): string | Uint8Array | null {
  const [, escaped = "", version = "", kind = ""] = /^\/(.+)\/@v\/(.+)\.(info|mod|zip)$/.exec(path) ?? [];
  const module = unescapePath(escaped);
  if (kind === "info") return JSON.stringify({ Version: version, Time: "2020-01-01T00:00:00Z" });
  if (kind === "mod") return `module ${module}\n`;
  if (kind === "zip") return zipSync({ [`${module}@${version}/go.mod`]: strToU8(`module ${module}\n`) });
  return null;
}

function answer(conduct: Conduct, path: string, response: ServerResponse): void {
  if (conduct === "breaks") return void response.writeHead(503).end("broken");
  if (conduct === "serves-sumdb" && path.endsWith("/supported")) return void response.writeHead(200).end();
  const body = conduct === "misses" ? null : bodyOf(path);
  response.writeHead(body === null ? 404 : 200).end(body ?? "not found");
}

function listen(server: Server): Promise<number> {
  return new Promise((settle) => {
    server.listen(0, "127.0.0.1", () => settle((server.address() as AddressInfo).port));
  });
}

function startServer(conduct: Conduct, seen: string[]): Server {
  return createServer((request: IncomingMessage, response) => {
    const path = decodeURIComponent(request.url ?? "");
    seen.push(path);
    answer(conduct, path, response);
  });
}

function startRecorder(reached: Set<string>): Server {
  return createServer((request, response) => {
    reached.add(request.url ?? "");
    response.writeHead(502).end();
  }).on("connect", (request: IncomingMessage, socket) => {
    reached.add(request.url ?? "");
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
}

function runGo(scene: Scene, env: Readonly<Record<string, string>>): Promise<Pick<Outcome, "stdout" | "stderr">> {
  return new Promise((settle, fail) => {
    const child = spawn(scene.go, ["mod", "download", "-json", ...scene.modules], {
      cwd: env["HOME"],
      env,
      timeout: LIMIT_MS,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", fail);
    child.once("close", (code) => {
      if (code === null) fail(new Error(`go did not end: ${stdout}${stderr}`));
      else settle({ stdout, stderr });
    });
  });
}

async function play(scene: Scene): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), "gangway-test-"));
  mkdirSync(join(home, ".config", "go", "telemetry"), { recursive: true });
  writeFileSync(join(home, ".config", "go", "telemetry", "mode"), "off");
  const asked: Record<string, string[]> = {};
  const urls: Record<string, string> = {};
  const servers: Server[] = [];
  for (const [name, conduct] of Object.entries(scene.servers)) {
    const seen: string[] = [];
    asked[name] = seen;
    const server = startServer(conduct, seen);
    servers.push(server);
    urls[name] = `http://127.0.0.1:${await listen(server)}`;
  }
  const reached = new Set<string>();
  const recorder = startRecorder(reached);
  servers.push(recorder);
  const tunnel = `http://127.0.0.1:${await listen(recorder)}`;
  const given = Object.entries(scene.env).map(([name, value]): [string, string] => [
    name,
    value.replace(/\{([A-Z])\}/g, (_, server: string) => urls[server] ?? ""),
  ]);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GOENV: join(home, "env"),
    GOPATH: join(home, "go"),
    GOCACHE: join(home, "cache"),
    GOTOOLCHAIN: "local",
    GOFLAGS: "-mod=mod -modcacherw",
    HTTPS_PROXY: tunnel,
    HTTP_PROXY: tunnel,
    https_proxy: tunnel,
    // Only what the recorder can see; ssh would look names up by itself.
    GIT_ALLOW_PROTOCOL: "https:http",
    GIT_SSH_COMMAND: "false",
    ...Object.fromEntries(given),
  };
  try {
    return { ...(await runGo(scene, env)), asked, reached: [...reached] };
  } finally {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(home, { recursive: true, force: true });
  }
}

/** This program again, in a network namespace with loopback alone; `null` where the machine lets us make none. */
function playAlone(program: string, args: readonly string[]): number | null {
  if (spawnSync("unshare", ["-n", "true"]).status !== 0) return null;
  const command = ["-n", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", process.execPath, program, ...args, "alone"];
  return spawnSync("unshare", command, { stdio: "inherit" }).status ?? 1;
}

const [, program = "", input = "", output = "", place] = process.argv;
const ended = place === "alone" ? null : playAlone(program, [input, output]);
if (ended === null) {
  if (place !== "alone")
    console.error("no network namespace can be made here: the recorder alone keeps Go on loopback");
  const outcomes: Outcome[] = [];
  for (const scene of JSON.parse(readFileSync(input, "utf8")) as readonly Scene[]) outcomes.push(await play(scene));
  writeFileSync(output, JSON.stringify(outcomes));
} else process.exitCode = ended;
