// What each kind of network, server and box looks like in a matrix, and the verdict on it.
import type { LargeHello, Tls13, Verdict } from "../../../shared/domain/diagnosis.ts";
import type { MatrixOptions } from "../../support/matrix.ts";

/** A matrix and what it means; TLS 1.3 and large hellos are fine where nothing is said of them. */
export interface Case extends MatrixOptions {
  readonly name: string;
  readonly verdict: Verdict;
  readonly tls13?: Tls13;
  readonly large?: LargeHello;
}

const LOGGED = { selfSigned: false, logged: true, gap: null };
/** Marks of a certificate that a box made. */
export const UNLOGGED = { selfSigned: false, logged: false, gap: null };
const untrusted = "certificate-untrusted";
/** Handshakes that end at the certificate. */
export const UNTRUSTED = {
  tls12: untrusted,
  tls13: untrusted,
  h2: untrusted,
  http11: untrusted,
  ipv4: untrusted,
  ipv6: "skip",
};

/** One row for each thing that can be the matter. */
export const CASES: readonly Case[] = [
  { name: "everything passes", verdict: "fine" },
  { name: "a server that answers no nameless hello", cells: { "control-name": "alert 41" }, verdict: "fine" },
  { name: "a server of TLS 1.3 alone", cells: { tls12: "protocol-version 41" }, verdict: "fine" },
  { name: "a server that asks for another share", cells: { "go-hello": "retry" }, verdict: "fine" },
  { name: "without IPv6", cells: { ipv6: "skip" }, verdict: "fine" },
  {
    name: "a reset on every offer of 1.3",
    all: "reset 1",
    cells: { tls12: "ok", "control-name": "reset 1" },
    verdict: "tls13-intolerant",
    tls13: "intolerant",
    large: "unknown",
  },
  {
    name: "silence on every offer of 1.3",
    all: "silent",
    cells: { tls12: "ok" },
    verdict: "tls13-intolerant",
    tls13: "intolerant",
    large: "unknown",
  },
  {
    name: "a box that takes TLS 1.3 out of the offer",
    all: "downgraded",
    cells: { tls12: "ok", tls13: "ok", "tls13-large": "ok" },
    verdict: "tls13-intolerant",
    tls13: "intolerant",
  },
  {
    name: "a reset on large hellos",
    cells: {
      "go-hello": "reset 1",
      "tls13-large": "reset 1",
      "go-hello-no-new-schemes": "reset 1",
      "go-hello-split": "reset 1",
      ipv4: "reset",
    },
    verdict: "large-hello-intolerant",
    large: "intolerant",
  },
  {
    name: "large hellos that pass in pieces but not whole, by a reset",
    cells: { "go-hello": "reset 1", "tls13-large": "reset 1", "go-hello-no-new-schemes": "reset 1" },
    verdict: "large-hello-intolerant",
    large: "intolerant",
  },
  {
    name: "large hellos that vanish whole and pass in pieces",
    cells: { "go-hello": "silent", "tls13-large": "silent", "go-hello-no-new-schemes": "silent" },
    verdict: "path-mtu",
    large: "intolerant",
  },
  {
    name: "both size and schemes",
    cells: {
      "go-hello": "reset 1",
      "tls13-large": "reset 1",
      "go-hello-no-new-schemes": "reset 1",
      "go-hello-no-mlkem": "reset 1",
      "go-hello-split": "reset 1",
    },
    verdict: "large-hello-intolerant",
    large: "intolerant",
  },
  {
    name: "a padded hello fails that is larger than Go's",
    cells: { "tls13-large": "silent" },
    verdict: "large-hello-intolerant",
    large: "intolerant",
  },
  {
    name: "new signature schemes",
    cells: { "go-hello": "reset 1", "go-hello-no-mlkem": "reset 1", "go-hello-split": "reset 1" },
    verdict: "signature-schemes-intolerant",
  },
  {
    name: "the post-quantum share itself",
    cells: { "go-hello": "alert 41", "go-hello-no-new-schemes": "alert 41", "go-hello-split": "alert 41" },
    verdict: "post-quantum-intolerant",
  },
  {
    name: "one that reads once",
    cells: { "go-hello-split": "reset 1" },
    verdict: "split-hello-intolerant",
  },
  {
    name: "a name filter that resets",
    all: "reset 1",
    cells: { "control-name": "ok" },
    verdict: "sni-filter",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "a name filter that swallows",
    all: "silent",
    cells: { "control-name": "ok" },
    verdict: "sni-filter",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "a server that does not know the name",
    all: "alert:112 41",
    cells: { "control-name": "ok" },
    verdict: "unknown",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "an unknown authority",
    cells: UNTRUSTED,
    tls: { trust: "untrusted" },
    marks: UNLOGGED,
    verdict: "interception",
  },
  {
    name: "a server that forgot its intermediate",
    cells: UNTRUSTED,
    tls: { trust: "untrusted" },
    marks: { ...LOGGED, gap: "CN=Public Sub" },
    verdict: "certificate",
  },
  {
    name: "a self-signed certificate",
    cells: UNTRUSTED,
    tls: { trust: "untrusted" },
    marks: { selfSigned: true, logged: false, gap: null },
    verdict: "certificate",
  },
  {
    name: "a self-signed certificate in the place of a public host",
    cells: UNTRUSTED,
    tls: { trust: "untrusted" },
    marks: { selfSigned: true, logged: false, gap: null },
    situation: { isPublicHost: true },
    verdict: "interception",
  },
  {
    name: "a root of this machine for a public host",
    tls: { trust: "local" },
    situation: { isPublicHost: true },
    verdict: "interception",
  },
  {
    name: "a root of this machine by the name of a box",
    tls: { trust: "local", issuer: "CN=Zscaler Intermediate Root CA" },
    verdict: "interception",
  },
  { name: "an internal service", tls: { trust: "local" }, verdict: "fine" },
  {
    name: "an expired certificate",
    cells: { tls13: "certificate-expired", tls12: "certificate-expired", ipv4: "certificate-expired" },
    verdict: "certificate",
  },
  { name: "another one's certificate", cells: { tls13: "certificate-name" }, verdict: "certificate" },
  {
    name: "plain HTTP on the port",
    all: "not-tls:400 41",
    verdict: "plaintext",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "a redirect in clear",
    all: "not-tls:302 1",
    verdict: "captive-portal",
    tls13: "unreachable",
    large: "unknown",
  },
  { name: "a login page over TLS", cells: { ipv4: "http/portal" }, verdict: "captive-portal" },
  {
    name: "a server of TLS 1.2",
    all: "ok12",
    cells: { tls13: "protocol-version 41", "tls13-large": "protocol-version 41" },
    verdict: "tls12-only",
    tls13: "unsupported",
  },
  {
    name: "a terminator of TLS 1.2 that hangs up on 1.3 alone",
    all: "ok12",
    cells: { tls13: "closed 1", "tls13-large": "closed 1" },
    verdict: "tls12-only",
    tls13: "unsupported",
  },
  {
    name: "a proxy that wants a login",
    all: "skip",
    cells: { ipv4: "tunnel/auth-required" },
    verdict: "proxy-refuses",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "a proxy that is not there",
    all: "skip",
    cells: { ipv4: "tunnel/refused" },
    verdict: "proxy-down",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "nobody there",
    all: "skip",
    cells: { ipv4: "connect/refused", ipv6: "connect/silent" },
    verdict: "endpoint-down",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "somebody who takes connections and says nothing",
    all: "silent",
    verdict: "endpoint-down",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "resets of everything from nearby",
    all: "reset 1",
    verdict: "blocked",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "resets of everything from as far as the endpoint",
    all: "reset 40",
    verdict: "endpoint-down",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "a name that nobody knows",
    all: "skip",
    cells: { ipv4: "resolve/name-not-found" },
    verdict: "name-not-resolved",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "no network",
    all: "skip",
    cells: { ipv4: "connect/local" },
    verdict: "offline",
    tls13: "unreachable",
    large: "unknown",
  },
  {
    name: "our own machine",
    all: "handshake/local",
    verdict: "local",
    tls13: "unreachable",
    large: "unknown",
  },
  { name: "a dead IPv6", cells: { ipv6: "connect/silent" }, verdict: "ipv6-broken" },
  { name: "an IPv6 on which TLS stalls", cells: { ipv6: "silent" }, verdict: "ipv6-broken" },
  { name: "a dead IPv4", cells: { ipv4: "connect/silent" }, verdict: "ipv4-broken" },
  { name: "an error of the server", cells: { ipv4: "http/status", ipv6: "http/status" }, verdict: "http-failure" },
  { name: "trouble with HTTP/2 alone", cells: { h2: "reset 1" }, verdict: "h2-intolerant" },
  {
    name: "trouble with any offer of HTTP/2",
    all: "reset 1",
    cells: { http11: "ok", tls12: "reset 1" },
    verdict: "h2-intolerant",
    large: "unknown",
  },
  { name: "a contradiction", cells: { "go-hello": "reset 1", "go-hello-small": "reset 1" }, verdict: "unknown" },
];
