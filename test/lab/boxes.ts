// Every box of the loopback lab: what stands between go and an endpoint, or in its place, and what must be said of it. All
// but a few stand in front of one real endpoint that speaks TLS 1.3 and is 40 ms away, so that what a box makes itself
// comes visibly earlier than anything the endpoint could say.
import { createServer as createHttp } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type Server, type Socket } from "node:net";
import { connect as connectTls, createServer as createTls, type TlsOptions } from "node:tls";
import type { Interception, LargeHello, Tls13, Verdict } from "../../shared/domain/diagnosis.ts";
import type { Authority, Identity } from "../support/certificates.ts";
import type { HelloSeen } from "./hello-seen.ts";
import { type Doing, middlebox, tame } from "./relays.ts";

/** What boxes are built from. */
export interface Parts {
  /** Certificates for the endpoint, from the root that everybody trusts. */
  readonly root: Authority;
  /** The authority of a box whose root is installed. */
  readonly installed: Authority;
  /** The authority of a box whose root is not. */
  readonly stranger: Authority;
  readonly good: Identity;
  readonly names: readonly string[];
  /** Port behind which the endpoint is, 40 ms away. */
  readonly endpoint: () => number;
}

/** One box, and what must be said of it. */
export interface Box {
  readonly open: (parts: Parts) => Server | Promise<Server>;
  readonly verdict: Verdict;
  readonly tls13?: Tls13;
  readonly largeHello?: LargeHello;
  readonly retryRequest?: true;
  readonly interception?: Partial<Interception>;
  /** It is a proxy for CONNECT and not the endpoint. */
  readonly isProxy?: true;
  /** The least that must be among the reasons. */
  readonly because?: readonly string[];
}

/** Answers of the endpoint, as a module proxy gives them. */
export const INFO = '{"Version":"v1.5.2","Time":"2018-02-14T15:44:20Z"}';

const LOGIN_PAGE = '<html><body><form action="/login"><input type="password" name="p"></form></body></html>';
const ML_DSA = [0x0904, 0x0905, 0x0906];
const ML_KEM = [0x11ec, 0x6399];
/** What an Ethernet segment carries. */
const SEGMENT = 1_460;
/** What the endpoint is called here. */
const SERVER_NAME = "localhost";

function when(holds: (hello: HelloSeen) => boolean, doing: Doing): Box["open"] {
  return ({ endpoint }) => middlebox(endpoint, { onHello: (hello) => (holds(hello) ? doing : "pass") });
}

function isLarge({ size }: HelloSeen): boolean {
  return size > SEGMENT;
}

function namesUs({ serverName }: HelloSeen): boolean {
  return serverName === SERVER_NAME;
}

function whatever(meet: (socket: Socket) => void): Box["open"] {
  return () => createTcp((socket) => meet(tame(socket)));
}

/** Answers the first bytes, whatever they are. */
function reply(text: string): Box["open"] {
  return whatever((socket) => void socket.once("data", () => socket.end(text)));
}

/** An endpoint of its own, near. */
function site(options: (parts: Parts) => TlsOptions | Promise<TlsOptions>, page?: string): Box["open"] {
  return async (parts) =>
    createSecureServer({ ...(await options(parts)), allowHTTP1: true }, (_request, response) => {
      response.writeHead(200, { "content-type": page === undefined ? "application/json" : "text/html" });
      response.end(page ?? INFO);
    });
}

/** Ends TLS and begins it anew towards the endpoint, as boxes that look inside do. */
function terminator(options: (parts: Parts) => TlsOptions | Promise<TlsOptions>): Box["open"] {
  return async (parts) =>
    createTls({ ALPNProtocols: ["h2", "http/1.1"], ...(await options(parts)) }, (near) => {
      const alpn = typeof near.alpnProtocol === "string" ? [near.alpnProtocol] : ["http/1.1"];
      const options = { port: parts.endpoint(), host: "127.0.0.1", servername: SERVER_NAME, ca: parts.root.cert };
      const far = tame(connectTls({ ...options, ALPNProtocols: alpn }));
      tame(near).pipe(far).pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
}

/** Only the first certificate of a chain. */
function leafOnly({ cert, key }: Identity): Identity {
  const end = cert.indexOf("-----BEGIN", 1);
  return { key, cert: end === -1 ? cert : cert.slice(0, end) };
}

function proxyThatSays(status: string): Box["open"] {
  return reply(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
}

/** Renames supported_versions (43) in the hello, so that the endpoint believes in a client without TLS 1.3. */
const hideVersions: Box["open"] = ({ endpoint }) =>
  middlebox(endpoint, {
    onHello: () => "pass",
    rewrite: (hello) => {
      const at = hello.indexOf(Buffer.from([0, 43, 0, 5, 4]));
      if (at !== -1) hello.writeUInt16BE(0xfafa, at);
      return hello;
    },
  });

/** All boxes by name, the clean path first. */
export const BOXES: Readonly<Record<string, Box>> = {
  "nothing in between": { open: when(() => false, "pass"), verdict: "fine" },
  "an endpoint that wants P-384": {
    open: site(({ good }) => ({ ...good, ecdhCurve: "P-384" })),
    verdict: "fine",
    retryRequest: true,
    because: ["retry-request"],
  },
  "resets offers of TLS 1.3": {
    open: when(({ offers13 }) => offers13, "reset"),
    verdict: "tls13-intolerant",
    tls13: "intolerant",
    largeHello: "unknown",
  },
  "swallows offers of TLS 1.3": {
    open: when(({ offers13 }) => offers13, "swallow"),
    verdict: "tls13-intolerant",
    tls13: "intolerant",
    largeHello: "unknown",
  },
  "takes TLS 1.3 out of the offer": { open: hideVersions, verdict: "tls13-intolerant", tls13: "intolerant" },
  "ends TLS, at 1.2": {
    open: terminator(({ good }) => ({ ...good, maxVersion: "TLSv1.2" })),
    verdict: "tls12-only",
    tls13: "unsupported",
    because: ["no-mark"],
  },
  "resets hellos over one segment": {
    open: when(isLarge, "reset"),
    verdict: "large-hello-intolerant",
    largeHello: "intolerant",
    because: ["pieces-fail"],
  },
  "swallows hellos over one segment": {
    open: when(isLarge, "swallow"),
    verdict: "large-hello-intolerant",
    largeHello: "intolerant",
  },
  "resets hellos with ML-DSA": {
    open: when(({ schemes }) => ML_DSA.some((scheme) => schemes.includes(scheme)), "reset"),
    verdict: "signature-schemes-intolerant",
  },
  "resets hellos with ML-KEM": {
    open: when(({ groups }) => ML_KEM.some((group) => groups.includes(group)), "reset"),
    verdict: "post-quantum-intolerant",
  },
  "reads once": {
    open: ({ endpoint }) => middlebox(endpoint, { onHello: () => "pass", readsOnce: true }),
    verdict: "split-hello-intolerant",
  },
  "resets offers of HTTP/2": { open: when(({ offersH2 }) => offersH2, "reset"), verdict: "h2-intolerant" },
  "resets by the name": {
    open: when(namesUs, "reset"),
    verdict: "sni-filter",
    tls13: "unreachable",
  },
  "swallows by the name": { open: when(namesUs, "swallow"), verdict: "sni-filter", tls13: "unreachable" },
  "resets every hello": {
    open: when(() => true, "reset"),
    // Nothing passes, so nothing tells how far the endpoint is.
    verdict: "endpoint-down",
    tls13: "unreachable",
    largeHello: "unknown",
  },
  "opens TLS by an authority that is not installed": {
    open: terminator(async ({ stranger, names }) => stranger.issue({ names })),
    verdict: "interception",
    interception: { found: true, trust: "untrusted" },
    because: ["issuer"],
  },
  "opens TLS by an authority that is installed": {
    open: terminator(async ({ installed, names }) => installed.issue({ names })),
    verdict: "interception",
    interception: { found: true, trust: "local" },
  },
  "opens TLS and leaves its intermediate out": {
    open: terminator(async ({ installed, names }) =>
      leafOnly(await (await installed.delegate("Branch Inspection")).issue({ names })),
    ),
    verdict: "interception",
    interception: { found: true, trust: "untrusted" },
    because: ["chain-gap"],
  },
  "a certificate that ran out": {
    open: site(({ root, names }) => root.issue({ names, fromDay: -30, toDay: -1 })),
    verdict: "certificate",
    interception: { found: false, trust: "local" },
  },
  "another one's certificate": {
    open: site(({ root }) => root.issue({ names: ["other.test"] })),
    verdict: "certificate",
    interception: { found: false, trust: "local" },
  },
  "plain HTTP": { open: () => createHttp((_request, response) => void response.end(INFO)), verdict: "plaintext" },
  "another protocol": { open: reply("220 mail.test ESMTP\r\n"), verdict: "plaintext" },
  "a login page in clear": {
    open: reply("HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\nContent-Length: 0\r\n\r\n"),
    verdict: "captive-portal",
  },
  "a login page over TLS": { open: site(({ good }) => good, LOGIN_PAGE), verdict: "captive-portal" },
  "an error of the endpoint": {
    open: ({ good }) => createHttps(good, (_request, response) => void response.writeHead(503).end()),
    verdict: "http-failure",
  },
  "takes connections and says nothing": {
    open: whatever((socket) => void socket.resume()),
    verdict: "endpoint-down",
    tls13: "unreachable",
  },
  "hangs up at once": { open: whatever((socket) => void socket.end()), verdict: "endpoint-down", tls13: "unreachable" },
  "a proxy that wants a login": {
    open: proxyThatSays("407 Proxy Authentication Required"),
    verdict: "proxy-refuses",
    isProxy: true,
    tls13: "unreachable",
  },
  "a proxy that forbids": { open: proxyThatSays("403 Forbidden"), verdict: "proxy-refuses", isProxy: true },
  "a proxy that cannot get there": { open: proxyThatSays("502 Bad Gateway"), verdict: "proxy-refuses", isProxy: true },
  "a proxy that hangs up": { open: whatever((socket) => void socket.end()), verdict: "proxy-down", isProxy: true },
};
