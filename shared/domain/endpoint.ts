/**
 * What Go asks of an endpoint. `proxy` speaks the GOPROXY protocol, `sumdb` is a checksum database,
 * `vcs` is a host that `direct` fetches from.
 */
export type EndpointRole = "proxy" | "sumdb" | "vcs";

/**
 * One HTTPS (or, for an internal proxy, HTTP) origin that Go may fetch from.
 * `name` identifies it everywhere: its URL without credentials, query, fragment or trailing slash, path kept.
 * `url` is what Go would use and may hold credentials, so it never leaves the engine.
 */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
  readonly role: EndpointRole;
}

const PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:([^/?#]*)@)?([^/?#]*)([^?#]*)/i;

/** The name of the endpoint at `url`: credentials, query, fragment and trailing slashes removed; scheme and host in lower case. */
export function endpointName(url: string): string {
  const parts = PARTS.exec(url.trim());
  if (parts === null) return url.trim();
  const [, scheme = "", , host = "", path = ""] = parts;
  const port = scheme.toLowerCase() === "https" ? /:443$/ : /:80$/;
  return `${scheme.toLowerCase()}://${host.toLowerCase().replace(port, "")}${path.replace(/\/+$/, "")}`;
}

const WITH_SCHEME = /([a-z][a-z0-9+.-]*:\/\/)[^/?#\s,|@]*(?:@[^/?#\s,|@]*)*@/gi;
/** `name:password@host` without a scheme, which Go takes for https. An address of a person has no colon. */
const WITHOUT_SCHEME = /(^|[\s,|="'])[^\s,|@/"'=:]+:[^\s,|/"']*@(?=[^\s,|]*[.:/])/g;

/** The text with the credentials of every URL in it replaced by `***`, safe for logs, history, window and exports. */
export function redact(text: string): string {
  return text.replace(WITH_SCHEME, "$1***@").replace(WITHOUT_SCHEME, "$1***@");
}
