// What stands on the router of the namespace lab: for each port of the endpoint one box, of real software, and what must be
// said of it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Authority, Identity } from "../support/certificates.ts";
import type { Box } from "./boxes.ts";
import { ADDRESS, type Namespaces, untilListening } from "./namespaces.ts";

/** A box on the router: where it is found, and what must be said of it. */
export interface RouterBox extends Omit<Box, "open" | "isProxy"> {
  readonly port: number;
  readonly address?: string;
  /** Port of a proxy for CONNECT on the router. */
  readonly proxy?: number;
}

/** The name that the endpoint's certificate is good for. */
export const HOST = "modules.test";

const HAPROXY = { tls12: 9_004, swallow: 9_005, reject: 9_006 } as const;
const SSLSPLIT = 9_007;
const TINYPROXY = { open: 9_101, closed: 9_102, login: 9_103 } as const;

/** All boxes by name. Each has a port of the endpoint to itself. */
export const ROUTER_BOXES: Readonly<Record<string, RouterBox>> = {
  "a plain router": { port: 1_001, verdict: "fine" },
  "nftables resets large hellos": {
    port: 1_002,
    verdict: "large-hello-intolerant",
    largeHello: "intolerant",
    because: ["pieces-fail"],
  },
  "nftables drops large hellos": { port: 1_003, verdict: "large-hello-intolerant", largeHello: "intolerant" },
  "a narrow link that tells nobody": {
    port: 1_004,
    address: ADDRESS.narrow,
    verdict: "path-mtu",
    largeHello: "intolerant",
  },
  "haproxy ends TLS, at 1.2": { port: 1_005, verdict: "tls12-only", tls13: "unsupported", because: ["no-mark"] },
  "haproxy swallows by the name": { port: 1_006, verdict: "sni-filter", tls13: "unreachable" },
  "haproxy hangs up by the name": { port: 1_007, verdict: "sni-filter", tls13: "unreachable" },
  "sslsplit opens TLS": {
    port: 1_008,
    verdict: "interception",
    interception: { found: true, trust: "untrusted" },
    retryRequest: true,
  },
  "nftables rejects the port": { port: 1_009, verdict: "endpoint-down" },
  "nftables drops the port": { port: 1_010, verdict: "endpoint-down" },
  "tinyproxy lets through": { port: 1_001, proxy: TINYPROXY.open, verdict: "fine" },
  "tinyproxy forbids": { port: 1_001, proxy: TINYPROXY.closed, verdict: "proxy-refuses" },
  "tinyproxy wants a login": { port: 1_001, proxy: TINYPROXY.login, verdict: "proxy-refuses" },
};

/** Ports of the endpoint. */
export const ENDPOINT_PORTS = [...new Set(Object.values(ROUTER_BOXES).map(({ port }) => port))];

/** A hello (handshake record, first message) whose record has over 1,300 bytes, as nftables sees it in the segment. */
const LARGE_HELLO = "@ih,0,8 0x16 @ih,40,8 0x01 @ih,24,16 > 1300";

const RULES = `
table inet lab {
  chain forward {
    type filter hook forward priority 0;
    tcp dport 1002 ${LARGE_HELLO} reject with tcp reset
    tcp dport 1003 ${LARGE_HELLO} drop
    tcp dport 1009 reject with tcp reset
    tcp dport 1010 drop
  }
  chain output {
    type filter hook output priority 0;
    icmp type destination-unreachable drop
  }
  chain divert {
    type nat hook prerouting priority -100;
    tcp dport 1005 redirect to :${HAPROXY.tls12}
    tcp dport 1006 redirect to :${HAPROXY.swallow}
    tcp dport 1007 redirect to :${HAPROXY.reject}
    tcp dport 1008 redirect to :${SSLSPLIT}
  }
}
`;

function haproxyFor(pem: string): string {
  return `
global
  nbthread 1
defaults
  mode tcp
  timeout connect 3s
  timeout client 20s
  timeout server 20s
frontend tls12
  bind :${HAPROXY.tls12} ssl crt ${pem} ssl-max-ver TLSv1.2 alpn h2,http/1.1
  use_backend h2 if { ssl_fc_alpn h2 }
  default_backend http11
frontend swallow
  bind :${HAPROXY.swallow}
  tcp-request inspect-delay 3s
  tcp-request content silent-drop if { req.ssl_sni ${HOST} }
  tcp-request content accept if { req.ssl_hello_type 1 }
  default_backend endpoint
frontend reject
  bind :${HAPROXY.reject}
  tcp-request inspect-delay 3s
  tcp-request content reject if { req.ssl_sni ${HOST} }
  tcp-request content accept if { req.ssl_hello_type 1 }
  default_backend endpoint
backend endpoint
  server s ${ADDRESS.server}:1001
backend h2
  server s ${ADDRESS.server}:1001 ssl verify none alpn h2 sni str(${HOST})
backend http11
  server s ${ADDRESS.server}:1001 ssl verify none alpn http/1.1 sni str(${HOST})
`;
}

function tinyproxyFor(port: number, rules: string): string {
  return `Port ${port}\nListen ${ADDRESS.router}\nTimeout 20\nMaxClients 20\nLogLevel Critical\n${rules}\n`;
}

/** Certificates of the boxes. */
export interface RouterParts {
  /** What the endpoint shows, for the box that ends TLS in its place. */
  readonly good: Identity;
  /** An authority that is trusted by nobody. */
  readonly stranger: Authority;
}

/** Puts everything in place and resolves once all of it listens. */
export async function furnish(lab: Namespaces, { good, stranger }: RouterParts): Promise<void> {
  const write = (name: string, text: string): string => {
    const file = join(lab.folder, name);
    writeFileSync(file, text);
    return file;
  };
  lab.run("router", ["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]);
  lab.run("router", ["nft", "-f", write("rules.nft", RULES)]);
  const pem = write("good.pem", `${good.cert}\n${good.key}`);
  lab.start("router", ["haproxy", "-db", "-q", "-f", write("haproxy.cfg", haproxyFor(pem))]);
  const authority = [write("stranger.key", stranger.key), write("stranger.crt", stranger.cert)] as const;
  const target = [ADDRESS.router, String(SSLSPLIT), ADDRESS.server, "1001"];
  const keys = ["-k", authority[0], "-c", authority[1]];
  lab.start("router", ["sslsplit", "-D", "-u", "root", ...keys, "ssl", ...target]);
  const proxies = [
    ["open", TINYPROXY.open, `ConnectPort 1001`],
    ["closed", TINYPROXY.closed, "ConnectPort 443"],
    ["login", TINYPROXY.login, "ConnectPort 1001\nBasicAuth me hush"],
  ] as const;
  for (const [name, port, rules] of proxies) {
    lab.start("router", ["tinyproxy", "-d", "-c", write(`${name}.conf`, tinyproxyFor(port, rules))]);
  }
  await untilListening(lab, [...Object.values(HAPROXY), SSLSPLIT, ...Object.values(TINYPROXY)]);
}
