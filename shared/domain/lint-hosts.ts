// What is publicly known of hosts that people put into GOPROXY: which are mirrors for everybody, which of them pass the
// checksum database through, which are gone. Looked at in September 2026; sources stand beside each.

/** A public mirror: its host, and the path below which it serves. */
interface Mirror {
  readonly host: string;
  readonly path: string;
  /** Whether it answers for sum.golang.org; `null`: not known. */
  readonly passesSumdb: boolean | null;
}

const MIRRORS: readonly Mirror[] = [
  { host: "proxy.golang.org", path: "", passesSumdb: true },
  // goproxy/goproxy.cn, `proxied_sumdbs` of its configuration.
  { host: "goproxy.cn", path: "", passesSumdb: true },
  { host: "goproxy.io", path: "", passesSumdb: true },
  // The mirrors' own instructions; none of them has answered `supported` in any report.
  { host: "mirrors.aliyun.com", path: "/goproxy", passesSumdb: false },
  { host: "mirrors.tencent.com", path: "/go", passesSumdb: false },
  { host: "mirrors.cloud.tencent.com", path: "/go", passesSumdb: false },
  { host: "repo.huaweicloud.com", path: "/repository/goproxy", passesSumdb: false },
  { host: "mirrors.huaweicloud.com", path: "/repository/goproxy", passesSumdb: false },
  { host: "proxy.golang.com.cn", path: "", passesSumdb: null },
  { host: "repo.nju.edu.cn", path: "/go", passesSumdb: null },
  { host: "goproxy.baidu.com", path: "", passesSumdb: null },
  { host: "goproxy.bj.bcebos.com", path: "", passesSumdb: null },
];

/** Gone for good: GoCenter ended on 2021-05-01, Athens took its experimental server off its pages on 2023-12-08. */
const DEAD: ReadonlySet<string> = new Set(["gocenter.io", "athens.azurefd.net"]);

/** The proxy that takes the place of a dead one when nothing else is left: Go's own default. */
export const REPLACEMENT = "https://proxy.golang.org";

/** What a URL is made of, as far as the rules here need it. */
export interface UrlParts {
  readonly scheme: string;
  readonly userinfo: string | null;
  /** In lower case, without port. */
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:([^/?#]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/i;

/** The parts of a URL with `://`; `null` for any other text. */
export function urlParts(url: string): UrlParts | null {
  const found = PARTS.exec(url);
  if (found === null) return null;
  const [, scheme = "", userinfo, host = "", port = "", path = "", query = "", fragment = ""] = found;
  const lower = { scheme: scheme.toLowerCase(), host: host.toLowerCase() };
  return { ...lower, userinfo: userinfo ?? null, port, path, query, fragment };
}

/** The URL without its user name and password, query or fragment, as asked. */
export function stripUrl(url: string, part: "userinfo" | "query" | "fragment"): string {
  if (part === "userinfo") return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
  return part === "query" ? url.replace(/\?[^#]*/, "") : url.replace(/#.*$/, "");
}

function mirrorAt({ host, path }: UrlParts): Mirror | null {
  const below = (base: string): boolean => path === base || path.startsWith(`${base}/`);
  return MIRRORS.find((mirror) => mirror.host === host && below(mirror.path)) ?? null;
}

/** Whether this is one of the mirrors that anybody may use. */
export function isPublicMirror(parts: UrlParts): boolean {
  return mirrorAt(parts) !== null;
}

/** Whether the proxy is known to answer for sum.golang.org, or known not to; `null`: not known. */
export function passesSumdb(parts: UrlParts): boolean | null {
  return mirrorAt(parts)?.passesSumdb ?? null;
}

/** Whether the public proxy at this host was shut down. */
export function isDead({ host }: UrlParts): boolean {
  return DEAD.has(host);
}

/** Where a public proxy has moved to; `null` when it has not. */
export function movedTo({ host, path }: UrlParts): string | null {
  // The old path answers 418 (RubyMetric/chsrc#227).
  const isOld = host === "mirrors.huaweicloud.com" && /^\/goproxy(\/|$)/.test(path);
  return isOld ? "https://repo.huaweicloud.com/repository/goproxy" : null;
}

/** Whether the host is this machine. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || /^127\./.test(host) || host === "[::1]";
}

/** Private addresses: RFC 1918, RFC 3927, RFC 6598, RFC 4193. */
const PRIVATE_ADDRESS =
  /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[f[cde])/;
/** Names that the public tree of names has not: RFC 6762, RFC 8375, RFC 6761, ICANN's .internal, and usage. */
const PRIVATE_NAME = /\.(local|internal|intranet|private|corp|home|lan|home\.arpa|test|example|invalid)$/;

/** Whether the host can only be one's own: a private address, or a name that is not in the public tree of names. */
export function isInternal(host: string): boolean {
  const hasOneLabel = /^[^.[\]:]+$/.test(host);
  return isLoopback(host) || hasOneLabel || PRIVATE_ADDRESS.test(host) || PRIVATE_NAME.test(host);
}
