// The router's own programs: its resolver, its sign-in pages, its cache and what answers on port 443 in the clear. Each line of
// standard input says anew what they do; it is answered once the named ports are listened on.
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { isIPv4 } from "node:net";
import { createInterface } from "node:readline";
import { GATE } from "../networks/gate-ports.ts";
import { answerTo, type Resolver } from "../networks/resolver.ts";

/** How the sign-in page is shown. */
export type PortalStyle = "redirect" | "page" | "script" | "required";

/** A line of its standard input. */
export interface GateWish {
  readonly resolver: Resolver;
  readonly portal: PortalStyle;
  /** Where the portal sends a browser. */
  readonly signIn: string;
  /** What the cache calls itself. */
  readonly cache: string;
  /** Ports of programs beside this one, which must be up first. */
  readonly ports: readonly number[];
}

let wish: GateWish | null = null;

const resolver = createSocket("udp4");
resolver
  .on("message", (question, { address, port }) => {
    const answer = wish === null ? null : answerTo(question, wish.resolver);
    if (answer !== null) resolver.send(answer, port, address);
  })
  .bind(53);

/** Whoever sends the form may go out from then on. */
function letOut(client: string): void {
  const address = client.replace(/^::ffff:/, "");
  if (isIPv4(address)) spawnSync("nft", ["add", "element", "ip", "net", "signed", `{ ${address} }`]);
}

function showPortal(incoming: IncomingMessage, response: ServerResponse): void {
  const { portal, signIn } = wish ?? { portal: "page", signIn: "/" };
  const html = { "content-type": "text/html" };
  const form = "<form method=post><input name=name><input name=password type=password></form>";
  if (incoming.method === "POST") {
    letOut(incoming.socket.remoteAddress ?? "");
    response.writeHead(200, html).end("<html>Welcome</html>");
  } else if (portal === "redirect") response.writeHead(302, { location: signIn }).end();
  else if (portal === "required") response.writeHead(511, html).end(`<html><a href="${signIn}">Sign in</a></html>`);
  else if (portal === "script") {
    response.writeHead(200, html).end(`<html><script>location.href="${signIn}"</script></html>`);
  } else response.writeHead(200, html).end(`<html><title>Sign in</title>${form}</html>`);
}

function passOn(incoming: IncomingMessage, response: ServerResponse): void {
  const host = incoming.headers.host ?? "";
  const { resolver: known, cache } = wish ?? { resolver: null, cache: "" };
  const address = known?.names[host] ?? "127.0.0.1";
  const onward = request(
    { host: address, port: 80, path: incoming.url, headers: incoming.headers, agent: false },
    (came) => {
      const via = { via: `1.1 ${cache} (squid/5.7)`, "x-cache": `MISS from ${cache}` };
      response.writeHead(came.statusCode ?? 502, { ...came.headers, ...via });
      came.pipe(response);
    },
  );
  onward.on("error", () => response.destroy());
  onward.end();
}

for (const [port, act] of [
  [GATE.portal, showPortal],
  [GATE.cache, passOn],
] as const) {
  createServer(act)
    .on("clientError", (_error, socket) => {
      if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    })
    .listen(port, "0.0.0.0");
}

/** Ports of this namespace that are listened on; a connection of ours would be passed on in circles. */
function listening(): ReadonlySet<number> {
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n"));
  const ports = lines.map((line) => /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A /.exec(line)?.[1]);
  return new Set(ports.filter((port) => port !== undefined).map((port) => Number.parseInt(port, 16)));
}

function answerOnceUp(ports: readonly number[]): void {
  const up = listening();
  if (ports.every((port) => up.has(port))) process.stdout.write("set\n");
  else setTimeout(() => answerOnceUp(ports), 20);
}

createInterface(process.stdin)
  .on("line", (line) => {
    const next = JSON.parse(line) as GateWish;
    wish = next;
    answerOnceUp([...next.ports, ...Object.values(GATE)]);
  })
  .once("close", () => process.exit());
