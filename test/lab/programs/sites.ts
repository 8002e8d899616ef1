// The servers of a made-up network: module proxies on port 443 of all addresses of their namespace, each with a certificate
// of its own, and what such hosts answer on port 80. Each line of standard input says anew who they are.
import { createServer as createHttp, type ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import { createInterface } from "node:readline";
import { createSecureContext, type SecureContext } from "node:tls";
import { INFO } from "../boxes.ts";

/** A line of its standard input. */
export interface SitesWish {
  readonly sites: readonly { readonly name: string; readonly key: string; readonly cert: string }[];
  readonly plain: "redirect" | "missing" | "page";
}

let contexts = new Map<string, SecureContext>();
let plain: SitesWish["plain"] = "redirect";

function answerPlainly(host: string, path: string, response: ServerResponse): void {
  if (plain === "redirect") response.writeHead(301, { location: `https://${host}${path}` }).end();
  else if (plain === "missing") response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
  else
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(`<html><h1>The mirror of ${host.length} ${[...host].sort().join("")}</h1></html>`);
}

createSecureServer(
  { allowHTTP1: true, SNICallback: (name, give) => give(null, contexts.get(name)) },
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(INFO);
  },
)
  .on("tlsClientError", () => undefined)
  .on("sessionError", () => undefined)
  .listen(443, "0.0.0.0");

createHttp((request, response) => answerPlainly(request.headers.host ?? "", request.url ?? "/", response)).listen(
  80,
  "0.0.0.0",
);

createInterface(process.stdin)
  .on("line", (line) => {
    const wish = JSON.parse(line) as SitesWish;
    contexts = new Map(wish.sites.map(({ name, key, cert }) => [name, createSecureContext({ key, cert })]));
    plain = wish.plain;
    process.stdout.write("set\n");
  })
  .once("close", () => process.exit());
