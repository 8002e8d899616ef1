// Whether a URL is fetched directly or through an HTTP proxy, as the go command decides it: from HTTPS_PROXY, HTTP_PROXY
// and NO_PROXY of the environment alone (rules of golang.org/x/net/http/httpproxy). No PAC, no settings of the desktop,
// no ALL_PROXY: Go knows none of them. Pure.
import { BlockList, isIP, isIPv4 } from "node:net";
import { unescape as decode } from "node:querystring";
import { domainToASCII } from "node:url";
import { minorOf } from "../../../shared/domain/goenv-values.ts";

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that speaks HTTP, over plain TCP or over TLS. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Value of Proxy-Authorization; absent when the proxy URL has no credentials. A secret. */
  readonly authorization?: string;
}

/** How to get to a URL. `unusable`: Go would use a proxy that we cannot speak to, or that nobody can. */
export type Route =
  | { readonly kind: "direct" }
  | { readonly kind: "proxy"; readonly proxy: HttpProxy }
  | { readonly kind: "unusable"; readonly raw: string };

const DIRECT: Route = { kind: "direct" };

/** Loopback as Go's net.IP.IsLoopback has it. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** The host of a URL without the brackets of an IPv6 literal. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Whether this is an address of loopback, and not a name or any other address. */
export function isLoopback(host: string): boolean {
  return isIP(host) !== 0 && LOOPBACK.check(host, familyOf(host));
}

/** The port of an http or https URL, given or implied. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** The value of a Basic authorization header for the user name and password in a URL, or `undefined` without any. */
export function basicAuthorization(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const plain = `${decode(url.username)}:${decode(url.password)}`;
  return `Basic ${Buffer.from(plain, "utf8").toString("base64")}`;
}

function firstOf(env: Environment, names: readonly string[]): string {
  return names.map((name) => env[name] ?? "").find((value) => value !== "") ?? "";
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}

/** Splits `host:port` or `[host]:port`; anything else is a host alone. */
function splitPort(entry: string): { readonly host: string; readonly port: string } {
  const parts = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(entry);
  return parts === null ? { host: entry, port: "" } : { host: parts[1] ?? parts[2] ?? "", port: parts[3] ?? "" };
}

function matchesNetwork(cidr: string, host: string): boolean | null {
  const [network = "", bits = "", ...rest] = cidr.split("/");
  if (rest.length > 0 || isIP(network) === 0 || !/^\d{1,3}$/.test(bits)) return null;
  if (Number(bits) > (isIPv4(network) ? 32 : 128)) return null;
  if (isIP(host) === 0) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), familyOf(network));
  return list.check(host, familyOf(host));
}

function matchesAddress(address: string, host: string): boolean {
  const list = new BlockList();
  list.addAddress(address, familyOf(address));
  return list.check(host, familyOf(host));
}

function matchesDomain(entry: string, host: string): boolean {
  if (isIP(host) !== 0) return false;
  const name = entry.startsWith("*.") ? entry.slice(1) : entry;
  const ascii = domainToASCII(name.replace(/^\./, "")) || name.replace(/^\./, "");
  return host.endsWith(`.${ascii}`) || (!name.startsWith(".") && host === ascii);
}

function matchesEntry(entry: string, target: { readonly host: string; readonly port: string }): boolean {
  if (entry === "*") return true;
  const inNetwork = matchesNetwork(entry, target.host);
  if (inNetwork !== null) return inNetwork;
  const { host, port } = splitPort(entry);
  if (host === "" || (port !== "" && port !== target.port)) return false;
  if (isIP(host) === 0) return matchesDomain(host, target.host);
  return isIP(target.host) !== 0 && matchesAddress(host, target.host);
}

function bypasses(url: URL, noProxy: string): boolean {
  const target = { host: hostOf(url).toLowerCase(), port: String(portOf(url)) };
  if (target.host === "localhost") return true;
  if (isLoopback(target.host)) return true;
  const entries = noProxy.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== "" && matchesEntry(entry, target));
}

/** A proxy value is a URL or a bare `host:port`, which means http. What is neither gives `null`: Go fails on it. */
function parseProxy(value: string): URL | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(value) ? value : `http://${value}`;
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * The environment as it would be with this proxy for everything and with no exceptions, in both spellings, so that it is
 * the same for every release of Go.
 */
export function withProxy(env: Environment, proxy: string): Environment {
  const both = (name: string, value: string) => ({ [name]: value, [name.toLowerCase()]: value });
  return { ...env, ...both("HTTPS_PROXY", proxy), ...both("HTTP_PROXY", proxy), ...both("NO_PROXY", "") };
}

/** Where both spellings of a variable are set, upper case wins up to Go 1.27, and lower case in what is to be Go 1.28. */
const FIRST_MINOR_WITH_LOWER_CASE = 28;

/** Both spellings of a variable, the one that wins first. */
function spellings(name: string, goVersion: string | undefined): readonly string[] {
  const both = [name, name.toLowerCase()];
  return minorOf(goVersion) < FIRST_MINOR_WITH_LOWER_CASE ? both : both.reverse();
}

/**
 * How the go command would get to `url` with this environment. An empty variable counts as unset. Without a release: as the
 * newest that Gangway knows.
 */
export function chooseRoute(url: URL, env: Environment, goVersion?: string): Route {
  const value = firstOf(env, spellings(url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY", goVersion));
  if (value === "" || bypasses(url, firstOf(env, spellings("NO_PROXY", goVersion)))) return DIRECT;
  const proxy = parseProxy(value);
  if (proxy === null) return { kind: "unusable", raw: "the proxy variable is no address" };
  const secure = proxy.protocol === "https:";
  if (!secure && proxy.protocol !== "http:") {
    return { kind: "unusable", raw: `proxy scheme ${proxy.protocol.slice(0, -1)} is not supported` };
  }
  const authorization = basicAuthorization(proxy);
  return {
    kind: "proxy",
    proxy: {
      host: hostOf(proxy),
      port: portOf(proxy),
      secure,
      ...(authorization === undefined ? {} : { authorization }),
    },
  };
}
