// Whether a certificate is good for a host, by the rules of Go's x509.Certificate.VerifyHostname: subject alternative names
// only, never the common name; an address only by an address; one star for one whole label on the left. The runtimes have
// rules of their own, which differ from each other and from Go's. Pure.
import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

/** An entry of a subjectAltName as the runtime prints it; what holds a comma or a quote is printed as a JSON string. */
const ENTRY = /(?:^|, )(DNS|[A-Za-z][A-Za-z ]*):("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** A label of a host name as Go takes it: underscores too, a hyphen anywhere but in front. */
const LABEL = /^[a-z0-9_][a-z0-9_-]*$/i;

/** Addresses of IPv4 in the form of IPv6: Go takes them for the same. */
const MAPPED = /^::ffff:/i;

function unquoted(value: string): string | null {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The DNS names in a subjectAltName.
 * @internal
 */
export function dnsNamesIn(alternatives: string | undefined): readonly string[] {
  return [...(alternatives ?? "").matchAll(ENTRY)].flatMap(([, kind, value]) => {
    const name = kind === "DNS" && value !== undefined ? unquoted(value) : null;
    return name === null ? [] : [name];
  });
}

function lower(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function isHostName(name: string, isPattern: boolean): boolean {
  const labels = name.split(".");
  return labels.every((label, index) => LABEL.test(label) || (isPattern && index === 0 && label === "*"));
}

/**
 * Whether a name in a certificate is good for a host.
 * @internal
 */
export function matchesHost(pattern: string, host: string): boolean {
  const bare = host.replace(/\.$/, "");
  // A star alone would stand for every host without a dot.
  const regular = pattern !== "*" && isHostName(pattern, true) && isHostName(bare, false);
  if (!regular) return pattern !== "" && pattern !== "." && lower(pattern) === lower(host);
  const wanted = lower(pattern).split(".");
  const labels = lower(bare).split(".");
  if (wanted.length !== labels.length) return false;
  return wanted.every((label, index) => label === labels[index] || (index === 0 && label === "*"));
}

function hasAddress(certificate: X509Certificate, address: string): boolean {
  const twin = MAPPED.test(address) ? address.replace(MAPPED, "") : `::ffff:${address}`;
  return [address, twin].some((form) => isIP(form) !== 0 && certificate.checkIP(form) !== undefined);
}

/** Whether Go would take the certificate for the host: a name, or an address without brackets. */
export function isGoodFor(certificate: X509Certificate, host: string): boolean {
  if (isIP(host) !== 0) return hasAddress(certificate, host);
  return dnsNamesIn(certificate.subjectAltName).some((name) => matchesHost(name, host));
}
