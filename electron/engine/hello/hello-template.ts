// What a release of Go says first, as a template: the whole ClientHello but for what is new in each connection. Templates
// are either shipped (templates/shipped.json, made by build/hello-templates.mjs) or captured from the go command of this
// machine; where a template comes from is for hello-source.ts to say. Pure.
import { type ClientHello, parseClientHello, serialiseClientHello } from "./client-hello.ts";
import { canMakeShare } from "./fresh-shares.ts";
import { EXTENSION, keySharesData, keySharesOf, withExtension } from "./hello-extensions.ts";
import shipped from "./templates/shipped.json" with { type: "json" };

/** The hello of one release of Go. */
export interface HelloTemplate {
  /** Without `go` in front, for example `1.27.0`. */
  readonly version: string;
  /** Random, session id and key shares are zeros: nothing in a template tells one client from another. */
  readonly hello: ClientHello;
}

/** The hello with zeros for what is new in each connection, so that two captures of one go command are equal. */
function neutral(hello: ClientHello): ClientHello {
  const shares = keySharesOf(hello).map(({ group, key }) => ({
    group,
    key: canMakeShare(group) ? Buffer.alloc(key.length) : key,
  }));
  const zeroed = {
    ...hello,
    random: Buffer.alloc(hello.random.length),
    sessionId: Buffer.alloc(hello.sessionId.length),
  };
  return shares.length === 0 ? zeroed : withExtension(zeroed, EXTENSION.keyShares, keySharesData(shares));
}

/** The template that a record in base64 stands for; `null` when it holds no hello. */
export function templateFrom(version: string, record: string): HelloTemplate | null {
  const hello = parseClientHello(Buffer.from(record, "base64"));
  return hello === null ? null : { version, hello: neutral(hello) };
}

/** The record of a template in base64, for a file. */
export function recordOf({ hello }: HelloTemplate): string {
  return serialiseClientHello(hello).toString("base64");
}

/** Major and minor number of a Go version; those of a development version are the newest there can be. */
function minorOf(version: string): number {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major) * 1_000 + Number(minor);
}

function load(): readonly HelloTemplate[] {
  const templates = shipped.flatMap(({ version, record }) => templateFrom(version, record) ?? []);
  return templates.sort((one, other) => minorOf(one.version) - minorOf(other.version));
}

/**
 * The templates that come with Gangway, oldest release first, one for each minor release that has one.
 * @internal
 */
export const shippedTemplates: readonly HelloTemplate[] = load();

/** The shipped template of the newest release. */
export function newestTemplate(): HelloTemplate {
  const newest = shippedTemplates.at(-1);
  if (newest === undefined) throw new Error("templates/shipped.json holds no template");
  return newest;
}

/**
 * The shipped template that speaks for a Go version: that of its minor release, else of the nearest older one, else of the
 * oldest there is.
 */
export function templateFor(version: string): HelloTemplate {
  const minor = minorOf(version);
  return (
    shippedTemplates.findLast((template) => minorOf(template.version) <= minor) ??
    shippedTemplates[0] ??
    newestTemplate()
  );
}
