// What Go's net/url makes of the URL of a proxy, and in which words it refuses one. Source: net/url/url.go (parse,
// parseAuthority, parseHost, String), Go 1.14 to 1.27.

/** What Go reads out of a URL, as far as the go command looks at it. */
export interface GoUrl {
  /** In lower case; empty when there is none. */
  readonly scheme: string;
  /** What stands behind the scheme when no slash follows it, as in `https:host`. */
  readonly opaque: string;
  /** `null` when there is no `@`; `password` is `null` when there is no `:` before it. Still escaped. */
  readonly user: { readonly name: string; readonly password: string | null } | null;
  /** With port and brackets; may be empty. */
  readonly host: string;
  /** As Go would write it, escaped. */
  readonly path: string;
  /** With its `?`; empty when there is none. */
  readonly query: string;
  /** With its `#`; empty when there is none. */
  readonly fragment: string;
  /** Whether a path follows the scheme without `//`, as in `file:/x`. */
  readonly omitHost: boolean;
}

/** How strict a release is about hosts. */
export interface HostRules {
  /** Brackets hold an IPv6 address only. Since 1.24.8, 1.25.2 and 1.26; before, anything could stand in them. */
  readonly strictBrackets: boolean;
  /**
   * The host of http and https has no colon but that of the port, and nothing stands before a bracket. Since 1.26;
   * before, the last colon was the port's.
   */
  readonly strictColons: boolean;
}

/** A fault inside `parseGoUrl`; its message is Go's. Never leaves this file. */
class UrlFault extends Error {}

/** Quotes like Go's strconv.Quote (the `%q` of its messages). */
export function goQuote(text: string): string {
  const short: Readonly<Record<string, string>> = {
    ...{ "\x07": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v" },
    ...{ '"': '\\"', "\\": "\\\\" },
  };
  const quoted = Array.from(text, (letter) => {
    const known = short[letter];
    if (known !== undefined) return known;
    if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(letter)) return letter;
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${quoted.join("")}"`;
}

function invalidEscape(text: string): string | null {
  const found = /%(?![0-9a-f]{2})/i.exec(text);
  return found === null ? null : text.slice(found.index, found.index + 3);
}

function checkEscapes(text: string): void {
  const bad = invalidEscape(text);
  if (bad !== null) throw new UrlFault(`invalid URL escape ${goQuote(bad)}`);
}

/** ASCII characters that may stand in a host as they are (shouldEscape, mode encodeHost). */
const HOST_LETTER = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/;

// Go walks from left to right and names the first thing it dislikes.
function checkHostLetters(host: string): void {
  for (let at = 0; at < host.length; at += 1) {
    const letter = host.charAt(at);
    if (letter === "%") {
      const escape = host.slice(at, at + 3);
      // In a host only bytes beyond ASCII, and the percent sign itself, may be escaped.
      if (!/^%([89a-f][0-9a-f]|25)$/i.test(escape)) throw new UrlFault(`invalid URL escape ${goQuote(escape)}`);
      at += 2;
    } else if (letter < "\x80" && !HOST_LETTER.test(letter)) {
      throw new UrlFault(`invalid character ${goQuote(letter)} in host name`);
    }
  }
}

function checkPort(colonPort: string): void {
  if (!/^(:[0-9]*)?$/.test(colonPort)) throw new UrlFault(`invalid port ${goQuote(colonPort)} after host`);
}

/** Whether this is an IPv6 address, its zone aside (netip.ParseAddr). */
function isIpv6(text: string): boolean {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  if (dotted !== null) {
    const bytes = (dotted[2] ?? "").split(".");
    return bytes.every((byte) => Number(byte) < 256 && !/^0\d/.test(byte)) && isIpv6(`${dotted[1] ?? ""}0:0`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

function checkBrackets(host: string, rules: HostRules): void {
  const close = host.lastIndexOf("]");
  if (close < 0) throw new UrlFault("missing ']' in host");
  checkPort(host.slice(close + 1));
  const inside = host.slice(1, close);
  const zone = inside.indexOf("%25");
  checkHostLetters(zone < 0 ? inside : inside.slice(0, zone));
  if (zone >= 0) checkEscapes(inside.slice(zone));
  if (!rules.strictBrackets) return;
  const address = zone < 0 ? inside : inside.slice(0, zone);
  if (!isIpv6(address)) {
    const isIpv4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
    throw new UrlFault(isIpv4 ? "invalid IP-literal" : `invalid host: ParseAddr(${goQuote(inside)})`);
  }
}

function checkHost(scheme: string, host: string, rules: HostRules): void {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0 && rules.strictColons) throw new UrlFault("invalid IP-literal");
  if (bracket === 0 || (bracket > 0 && rules.strictBrackets)) return checkBrackets(host.slice(bracket), rules);
  const strict = rules.strictColons && /^https?$/.test(scheme);
  const colon = strict ? host.indexOf(":") : host.lastIndexOf(":");
  if (colon >= 0) checkPort(host.slice(colon));
  checkHostLetters(host);
}

function readUser(userinfo: string): GoUrl["user"] {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) throw new UrlFault("net/url: invalid userinfo");
  const colon = userinfo.indexOf(":");
  const name = colon < 0 ? userinfo : userinfo.slice(0, colon);
  const password = colon < 0 ? null : userinfo.slice(colon + 1);
  checkEscapes(name);
  checkEscapes(password ?? "");
  return { name, password };
}

/** The path as Go writes it: as it is when every letter may stand in a path, else escaped anew. */
function writePath(path: string): string {
  if (/^([A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]|%[0-9a-f]{2})*$/i.test(path)) return path;
  return path.replace(/%([0-9a-f]{2})|([^%])/giu, (whole, hex: string | undefined) => {
    const letter = hex === undefined ? whole : String.fromCharCode(Number.parseInt(hex, 16));
    if (/^[A-Za-z0-9\-_.~$&+,/:;=@]$/.test(letter)) return letter;
    return hex === undefined ? escapeLetter(letter) : `%${hex.toUpperCase()}`;
  });
}

function escapeLetter(letter: string): string {
  if (letter >= "\x80") return encodeURIComponent(letter.replace(/\p{Cs}/u, "\ufffd"));
  return `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function readScheme(raw: string): { readonly scheme: string; readonly rest: string } {
  if (raw.startsWith(":")) throw new UrlFault("missing protocol scheme");
  const found = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(raw);
  if (found === null) return { scheme: "", rest: raw };
  return { scheme: (found[1] ?? "").toLowerCase(), rest: raw.slice(found[0].length) };
}

function checkFirstSegment(rest: string): void {
  const [first = ""] = rest.split("/");
  if (first.includes(":")) throw new UrlFault("first path segment in URL cannot contain colon");
}

interface Fields {
  readonly scheme: string;
  readonly rest: string;
  readonly query: string;
  readonly fragment: string;
}

function readHierarchy({ scheme, rest, query, fragment }: Fields, rules: HostRules): GoUrl {
  const bare = { scheme, opaque: "", user: null, host: "", query, fragment, omitHost: false };
  const hasAuthority = rest.startsWith("//") && (scheme !== "" || !rest.startsWith("///"));
  if (!hasAuthority) {
    checkEscapes(rest);
    return { ...bare, path: writePath(rest), omitHost: scheme !== "" && rest.startsWith("/") };
  }
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  checkHost(scheme, host, rules);
  const user = at < 0 ? null : readUser(authority.slice(0, at));
  checkEscapes(path);
  return { ...bare, user, host, path: writePath(path) };
}

function read(raw: string, fragment: string, rules: HostRules): GoUrl {
  // Control characters are what Go looks for.
  if (/[\x00-\x1f\x7f]/.test(raw)) throw new UrlFault("net/url: invalid control character in URL");
  const { scheme, rest: all } = readScheme(raw);
  const mark = all.indexOf("?");
  const rest = mark < 0 ? all : all.slice(0, mark);
  const query = mark < 0 ? "" : all.slice(mark);
  if (rest.startsWith("/")) return readHierarchy({ scheme, rest, query, fragment }, rules);
  const bare = { scheme, opaque: "", user: null, host: "", query, fragment, omitHost: false };
  if (scheme !== "") return { ...bare, opaque: rest, path: "" };
  checkFirstSegment(rest);
  checkEscapes(rest);
  return { ...bare, path: raw === "*" ? raw : writePath(rest) };
}

/**
 * Reads a URL the way Go's url.Parse does. A refusal is Go's message as the string `fault`: it quotes the URL, so it
 * may hold credentials.
 */
export function parseGoUrl(raw: string, rules: HostRules): GoUrl | { readonly fault: string } {
  const hash = raw.indexOf("#");
  const front = hash < 0 ? raw : raw.slice(0, hash);
  const fragment = hash < 0 || hash === raw.length - 1 ? "" : raw.slice(hash);
  try {
    const url = read(front, fragment, rules);
    const bad = invalidEscape(fragment);
    if (bad !== null) return { fault: `parse ${goQuote(raw)}: invalid URL escape ${goQuote(bad)}` };
    return url;
  } catch (error) {
    if (error instanceof UrlFault) return { fault: `parse ${goQuote(front)}: ${error.message}` };
    throw error;
  }
}

/** The URL as Go prints it, with `xxxxx` in place of a password (url.URL.Redacted). */
export function writeRedacted(url: GoUrl): string {
  const scheme = url.scheme === "" ? "" : `${url.scheme}:`;
  const tail = `${url.query}${url.fragment}`;
  if (url.opaque !== "") return `${scheme}${url.opaque}${tail}`;
  const hasAuthority = url.host !== "" || url.user !== null;
  const slashes = hasAuthority || (scheme !== "" && !url.omitHost && url.path !== "") ? "//" : "";
  const user = url.user === null ? "" : `${url.user.name}${url.user.password === null ? "" : ":xxxxx"}@`;
  return `${scheme}${slashes}${user}${url.host}${url.path}${tail}`;
}
