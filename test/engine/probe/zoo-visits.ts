// What each inmate of the zoo must look like to the prober: one table, for every runtime.
import type { EndpointRole } from "../../../shared/domain/endpoint.ts";
import type { TlsFacts } from "../../../shared/domain/sample.ts";
import type { Zoo } from "../../support/zoo.ts";

/** One row: whom to visit, how, and the failures that may be seen as `stage/kind`; none means success. */
export interface Visit {
  readonly inmate: string;
  readonly expected: readonly string[];
  readonly role?: EndpointRole;
  /** Variables of the look. */
  readonly env?: Readonly<Record<string, string>>;
  /** The URL, when it is not the inmate's own. */
  readonly url?: string;
  /** What the TLS facts must be. */
  readonly tls?: Partial<TlsFacts>;
}

const PLAIN: readonly Visit[] = [
  { inmate: "good", expected: [], tls: { version: "TLSv1.3", group: "X25519", alpn: "h2", trust: "local" } },
  { inmate: "good11", expected: [], tls: { version: "TLSv1.3", alpn: "http/1.1" } },
  { inmate: "tls12", expected: [], tls: { version: "TLSv1.2", group: "X25519", trust: "local" } },
  { inmate: "tls12P256", expected: [], tls: { version: "TLSv1.2", group: "P-256" } },
  { inmate: "retry", expected: [], tls: { version: "TLSv1.3", group: "P-384", retryRequest: true } },
  { inmate: "tls11", expected: ["handshake/protocol-version"] },
  { inmate: "sumdb", expected: [], role: "sumdb" },
  { inmate: "good", expected: ["protocol/bad-content"], role: "sumdb" },
  { inmate: "plain", expected: [] },
  { inmate: "slow", expected: [] },

  { inmate: "intermediate", expected: [], tls: { trust: "local" } },
  { inmate: "missingIntermediate", expected: ["handshake/certificate-untrusted"], tls: { trust: "untrusted" } },
  { inmate: "expired", expected: ["handshake/certificate-expired"], tls: { trust: "local" } },
  { inmate: "notYetValid", expected: ["handshake/certificate-expired"] },
  { inmate: "wrongName", expected: ["handshake/certificate-name"], tls: { trust: "local" } },
  // Go gave up common names in 2020.
  { inmate: "commonName", expected: ["handshake/certificate-name"], tls: { trust: "local" } },
  { inmate: "unknownAuthority", expected: ["handshake/certificate-untrusted"], tls: { trust: "untrusted" } },
  { inmate: "selfSigned", expected: ["handshake/certificate-untrusted"], tls: { trust: "untrusted" } },

  { inmate: "refused", expected: ["connect/refused"] },
  { inmate: "nowhere", expected: ["resolve/name-not-found"], url: "https://something.invalid" },
  // However early it comes: before the connection is noticed, or in the moment in which TLS makes its first message.
  { inmate: "resetOnAccept", expected: ["handshake/reset"] },
  { inmate: "resetAfterHello", expected: ["handshake/reset"] },
  { inmate: "finOnAccept", expected: ["handshake/closed"] },
  { inmate: "finAfterHello", expected: ["handshake/closed"] },
  { inmate: "silentAfterAccept", expected: ["handshake/silent"] },
  { inmate: "silentAfterServerHello", expected: ["handshake/silent"] },
  { inmate: "alertUnrecognizedName", expected: ["handshake/alert"] },
  { inmate: "alertHandshakeFailure", expected: ["handshake/alert"] },
  { inmate: "alertCloseNotify", expected: ["handshake/closed"] },
  { inmate: "plainOnTls", expected: ["handshake/not-tls"] },
  { inmate: "downgraded", expected: ["handshake/downgraded"] },
  { inmate: "corrupted", expected: ["handshake/corrupt"] },

  { inmate: "silentHttp", expected: ["http/silent"] },
  { inmate: "silentHttp2", expected: ["http/silent"] },
  { inmate: "silentMidBody", expected: ["http/silent"] },
  { inmate: "endless", expected: ["http/silent"] },
  { inmate: "resetInHttp", expected: ["http/reset"] },
  { inmate: "resetInHttp2", expected: ["http/reset"] },
  { inmate: "finInHttp", expected: ["http/closed"] },
  { inmate: "finInHttp2", expected: ["http/closed"] },
  { inmate: "garbageInHttp", expected: ["protocol/not-a-go-proxy"] },

  { inmate: "notFound", expected: [] },
  { inmate: "notFound", expected: ["http/status"], role: "sumdb" },
  { inmate: "notFound", expected: [], role: "vcs" },
  { inmate: "html", expected: [], role: "vcs" },
  { inmate: "tooLarge", expected: [], role: "vcs" },
  { inmate: "networkLogin", expected: ["http/portal"], role: "vcs" },
  { inmate: "gone", expected: [] },
  { inmate: "forbidden", expected: ["http/status"] },
  { inmate: "unavailable", expected: ["http/status"] },
  { inmate: "networkLogin", expected: ["http/portal"] },
  { inmate: "login", expected: ["http/portal"] },
  { inmate: "refresh", expected: ["http/portal"] },
  { inmate: "html", expected: ["protocol/not-a-go-proxy"] },
  { inmate: "redirectToHttp", expected: ["http/portal"] },
  { inmate: "redirectNowhere", expected: ["http/portal"] },
  { inmate: "redirectToHttps", expected: [] },
  { inmate: "tooLarge", expected: ["http/too-large"] },
  { inmate: "badJson", expected: ["protocol/bad-content"] },
  { inmate: "noVersion", expected: ["protocol/bad-content"] },
];

/** What never ends or is far too much. Each must be bounded, and told for what it is. */
const FLOODED: readonly Visit[] = [
  { inmate: "hugeChain", expected: ["handshake/corrupt"] },
  { inmate: "endlessHandshake", expected: ["handshake/corrupt"] },
  { inmate: "endlessRecord", expected: ["handshake/corrupt"] },
  { inmate: "dripHandshake", expected: ["handshake/silent"] },

  { inmate: "gigabyteBody", expected: ["http/too-large"] },
  { inmate: "endlessBody", expected: ["http/too-large"] },
  { inmate: "endlessChunks", expected: ["http/too-large"] },
  { inmate: "endlessTrailers", expected: ["http/too-large"] },
  { inmate: "gzipBomb", expected: ["http/too-large"] },
  { inmate: "gzipGarbage", expected: ["protocol/bad-content"] },
  { inmate: "endlessHeaders", expected: ["http/too-large"] },
  { inmate: "endlessHeader", expected: ["http/too-large"] },
  { inmate: "endlessHints", expected: ["http/too-large"] },
  { inmate: "endlessStatus", expected: ["http/too-large"] },
  { inmate: "dripHttp", expected: ["http/silent"] },
  { inmate: "dripBody", expected: ["http/silent"] },
  { inmate: "finMidBody", expected: ["http/closed"] },
  { inmate: "finMidHead", expected: ["http/closed"] },
  { inmate: "badLength", expected: ["protocol/not-a-go-proxy"] },
  { inmate: "badChunk", expected: ["protocol/not-a-go-proxy"] },

  { inmate: "gigabyteBody2", expected: ["http/too-large"] },
  { inmate: "endlessHints2", expected: ["http/too-large"] },
];

/** A host that no rule exempts from the proxy; only a proxy of the zoo knows where it is. */
const BEHIND = "https://modules.test";

function through(zoo: Zoo, proxy: string): Readonly<Record<string, string>> {
  return { HTTPS_PROXY: `http://${zoo.address(proxy)}` };
}

/** All visits of an open zoo. */
export function visitsOf(zoo: Zoo): readonly Visit[] {
  const behind = (proxy: string, ...expected: readonly string[]): Visit => ({
    inmate: proxy,
    expected,
    url: BEHIND,
    env: through(zoo, proxy),
  });
  return [
    ...PLAIN,
    { ...behind("proxy"), tls: { version: "TLSv1.3", alpn: "h2", trust: "local" } },
    behind("proxyAuth", "tunnel/auth-required"),
    behind("proxyDenies", "tunnel/denied"),
    behind("proxyUpstream", "tunnel/upstream-failed"),
    behind("proxyTimeout", "tunnel/upstream-failed"),
    behind("proxySilent", "tunnel/silent"),
    behind("proxyReset", "tunnel/reset"),
    // An end and a reset are one to somebody who waits for an answer.
    behind("proxyCloses", "tunnel/reset"),
    behind("proxyCutsHead", "tunnel/reset"),
    behind("proxyNotHttp", "tunnel/unknown"),
    behind("refused", "tunnel/refused"),
    // Behind a yes it is the handshake that fails, whoever made it fail.
    behind("proxyThenCloses", "handshake/closed"),
    behind("proxyThenResets", "handshake/reset"),
    behind("proxyThenClosesOnHello", "handshake/closed"),
    behind("proxyThenResetsOnHello", "handshake/reset"),
    behind("proxyThenSilent", "handshake/silent"),
    behind("proxyThenPage", "handshake/not-tls"),
    { inmate: "secureProxy", expected: [], url: BEHIND, env: { HTTPS_PROXY: zoo.url("secureProxy") } },
    {
      inmate: "secureProxyAuth",
      expected: ["tunnel/auth-required"],
      url: BEHIND,
      env: { HTTPS_PROXY: zoo.url("secureProxyAuth") },
    },
    { inmate: "socks", expected: ["tunnel/unknown"], url: BEHIND, env: { HTTPS_PROXY: "socks5://localhost:1080" } },
    {
      inmate: "proxy",
      expected: [],
      url: "http://modules.test",
      env: { HTTP_PROXY: `http://${zoo.address("proxy")}` },
    },
    {
      inmate: "proxyAuth",
      expected: ["tunnel/auth-required"],
      url: "http://modules.test",
      env: { HTTP_PROXY: `http://${zoo.address("proxyAuth")}` },
    },
  ];
}

/** Visits of those who flood. They keep an open zoo busy, so that nobody else should be visited meanwhile. */
export function floodedVisitsOf(zoo: Zoo): readonly Visit[] {
  return [
    ...FLOODED,
    { inmate: "proxyEndless", expected: ["tunnel/unknown"], url: BEHIND, env: through(zoo, "proxyEndless") },
    { inmate: "proxyDrip", expected: ["tunnel/silent"], url: BEHIND, env: through(zoo, "proxyDrip") },
  ];
}
