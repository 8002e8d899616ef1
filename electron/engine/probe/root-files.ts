// Where a Unix system keeps its root certificates, read as crypto/x509 of Go reads them (root_unix.go, root_linux.go):
// the first readable bundle, and every file of the directories. SSL_CERT_FILE and SSL_CERT_DIR each replace their list.
// Only files are known here; what is made of them is in trust.ts.
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./route.ts";

/** Bundles in Go's order: Debian, Fedora 6, openSUSE, OpenELEC, RHEL 7, Alpine. The first that can be read is used alone. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
] as const;

/** Directories in Go's order: SUSE and Debian, then Fedora. All are read. */
const DIRECTORIES = ["/etc/ssl/certs", "/etc/pki/tls/certs"] as const;

const PEM = /-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, each as a text of its own, in order. Everything else in it is skipped, as Go skips it. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(PEM) ?? [];
}

/** The text of a file, or `null` when it cannot be read: Go goes on to the next one without a word. */
function readable(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

/** Go leaves out links that point within their own directory: the names by hash that c_rehash makes. */
function isAlias(directory: string, name: string, isLink: boolean): boolean {
  return isLink && !readlinkSync(join(directory, name)).includes("/");
}

function filesOf(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries
      .filter((entry) => !isAlias(directory, entry.name, entry.isSymbolicLink()))
      .map((entry) => join(directory, entry.name));
  } catch (error) {
    if (error instanceof Error && "code" in error) return [];
    throw error;
  }
}

function bundlesFor(env: Environment): readonly string[] {
  const chosen = env["SSL_CERT_FILE"] ?? "";
  return chosen === "" ? BUNDLES : [chosen];
}

function directoriesFor(env: Environment): readonly string[] {
  const chosen = env["SSL_CERT_DIR"] ?? "";
  return chosen === "" ? DIRECTORIES : chosen.split(":");
}

/** The root certificates that a Go program on this Unix would load, as PEM texts without repetition. */
export function unixRoots(env: Environment): readonly string[] {
  const bundle =
    bundlesFor(env)
      .map(readable)
      .find((text) => text !== null) ?? "";
  const single = directoriesFor(env)
    .flatMap(filesOf)
    .map((path) => readable(path) ?? "");
  return [...new Set([bundle, ...single].flatMap(certificatesIn))];
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? `${path} absent` : `${path} ${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}

/**
 * A text that changes whenever a bundle, or one of `more`, is changed, or a file is added to or removed from a directory. A
 * file of a directory that is changed in its place goes unseen: a few files to ask for, where `stampOfRoots` has hundreds.
 */
export function stampOfPlaces(env: Environment, more: readonly string[]): string {
  return [...bundlesFor(env), ...directoriesFor(env), ...more].map(stampOf).join("\n");
}

/** A text that changes whenever one of the files behind `unixRoots`, or one of `more`, is changed, added or removed. */
export function stampOfRoots(env: Environment, more: readonly string[]): string {
  const single = directoriesFor(env).flatMap(filesOf);
  return [stampOfPlaces(env, more), ...single.map(stampOf)].join("\n");
}
