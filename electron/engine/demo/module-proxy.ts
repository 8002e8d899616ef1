// A module proxy with one tiny module, enough of the GOPROXY protocol for the real go command to download it.
// Source of the protocol: go.dev/ref/mod#goproxy-protocol.
import type { IncomingMessage, ServerResponse } from "node:http";
// The build for browsers: the one for Node declares a `require` of its own, which clashes with the bundler's.
import { strToU8, zipSync } from "fflate/browser";

/** The module that every simulated proxy has. */
const DEMO_MODULE = { path: "gangway.example/hello", version: "v1.0.0" } as const;

const TIME = "2026-01-01T00:00:00Z";
const GO_MOD = `module ${DEMO_MODULE.path}\n\ngo 1.20\n`;
const SOURCE = 'package hello\n\n// Greeting says hello.\nconst Greeting = "Hello from the demo"\n';

interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** What stands behind `/module/@v/` and `/module/@latest`. */
function answers(): ReadonlyMap<string, Answer> {
  const { path, version } = DEMO_MODULE;
  const info: Answer = { type: "application/json", body: JSON.stringify({ Version: version, Time: TIME }) };
  const folder = `${path}@${version}`;
  // A fixed time keeps the zip, and with it its checksum, the same from run to run.
  const zip = zipSync(
    { [`${folder}/go.mod`]: strToU8(GO_MOD), [`${folder}/hello.go`]: strToU8(SOURCE) },
    { mtime: new Date(TIME) },
  );
  return new Map([
    [`/${path}/@v/list`, { type: "text/plain", body: `${version}\n` }],
    [`/${path}/@latest`, info],
    [`/${path}/@v/${version}.info`, info],
    [`/${path}/@v/${version}.mod`, { type: "text/plain", body: GO_MOD }],
    [`/${path}/@v/${version}.zip`, { type: "application/zip", body: zip }],
  ]);
}

/** Answers the requests of the proxy that lives under `/name`. What it does not have is "not found", as Go expects. */
export function createModuleProxy(name: string): (request: IncomingMessage, response: ServerResponse) => void {
  const known = answers();
  const prefix = `/${name}`;
  return (request, response) => {
    const path = request.url ?? "";
    const answer = path.startsWith(`${prefix}/`) ? known.get(path.slice(prefix.length)) : undefined;
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": answer?.type ?? "text/plain" });
    response.end(answer?.body ?? "not found: the demo has one module only\n");
  };
}
