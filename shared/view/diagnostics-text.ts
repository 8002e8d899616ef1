// What a bug report needs, as plain text. In English whatever the language of the app: developers of Gangway read it.
import { redact } from "../domain/endpoint.ts";
import type { Health } from "../domain/health.ts";
import { matchingPattern, patternsIn } from "../domain/module-pattern.ts";
import type { Reason } from "../domain/reason.ts";
import type { Snapshot } from "../domain/snapshot.ts";

/** What the machine says of itself. */
export interface MachineFacts {
  /** Programs and their versions, as `Electron` and `33.2.1`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The operating system with its release, and the desktop where that is known. */
  readonly system: string;
  /** The user's home folder and log-in name, to be left out. */
  readonly home: string;
  readonly user: string;
}

/** Variables whose patterns name what is nobody else's business. */
const PRIVATE_LISTS = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"] as const;

/** Variables whose values say how Go fetches, and that hold no patterns. */
const SHOWN = ["GOPROXY", "GOSUMDB", "GOENV", "GOTOOLCHAIN", "GOVCS"] as const;

/**
 * The text: versions, system, settings, network kind, endpoints, decisions and warnings. It holds no credentials, neither home
 * folder nor name of the user, no addresses but loopback, and no host that GOPRIVATE or the like covers.
 */
export function diagnosticsText(snapshot: Snapshot | null, machine: MachineFacts): string {
  const lines = [
    `Gangway ${snapshot?.version ?? "(no measurement yet)"}${snapshot?.demo === true ? " (demo)" : ""}`,
    ...Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`),
    `System: ${machine.system}`,
  ];
  if (snapshot === null) return `${lines.join("\n")}\n`;
  const told = [
    ...stateLines(snapshot),
    ...section("Go", goLines(snapshot)),
    ...section(
      "Endpoints",
      snapshot.endpoints.map(({ name, role, health }) => `${name} (${role}): ${sayHealth(health)}`),
    ),
    ...section("Decisions, newest first", decisionLines(snapshot)),
    ...section("Warnings", warningLines(snapshot)),
    ...section("Settings", [JSON.stringify(snapshot.settings)]),
  ];
  return `${[...lines, scrubbed(told.join("\n"), snapshot, machine)].join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ["", `${title}:`, ...(lines.length === 0 ? ["  none"] : lines.map((line) => `  ${line}`))];
}

function stateLines(snapshot: Snapshot): readonly string[] {
  const { active, hold, network, pausedUntil, status } = snapshot;
  return [
    `At: ${new Date(snapshot.at).toISOString()}`,
    `Status: ${status}`,
    `Network: ${network.kind}, ${percent(network.confidence)} sure (${sayReason(network.because)})`,
    `Profile: ${active ?? "values of no profile"}`,
    `Held: ${hold ?? "no"}; paused: ${pausedUntil === null ? "no" : "yes"}`,
  ];
}

function goLines({ env }: Snapshot): readonly string[] {
  const shown = SHOWN.flatMap((name) => {
    const variable = env.variables[name];
    return variable === undefined ? [] : [`${name}=${variable.value} (${variable.origin})`];
  });
  const lists = PRIVATE_LISTS.flatMap((name) => {
    const count = patternsIn(env.variables[name]?.value ?? "").length;
    return count === 0 ? [] : [`${name}: ${String(count)} patterns (left out)`];
  });
  return [`go: ${env.go?.version ?? "not found"}`, `go env file: ${env.file ?? "none"}`, ...shown, ...lists];
}

function sayHealth({ kind, successRate, p50TotalMs, because }: Health): string {
  const rate = successRate === null ? "" : `, ${percent(successRate)}`;
  const median = p50TotalMs === null ? "" : `, ${String(Math.round(p50TotalMs))} ms`;
  return `${kind}${rate}${median} (${sayReason(because)})`;
}

function decisionLines({ decision, recentDecisions }: Snapshot): readonly string[] {
  const now = `now: ${decision.kind} ${decision.profile ?? "-"} (${sayReason(decision.because)})`;
  const before = recentDecisions.map(
    (d) => `${new Date(d.at).toISOString()}: ${d.kind} ${d.profile ?? "-"} (${sayReason(d.because)})`,
  );
  return [now, ...before];
}

function warningLines({ notices, warnings }: Snapshot): readonly string[] {
  const noticed = notices.map(({ code, values }) => `${code} ${JSON.stringify(values)}`);
  return [...warnings.map(({ code, name }) => (name === undefined ? code : `${code} ${name}`)), ...noticed];
}

/** A reason as data: its code and values, not a sentence that loses them. */
function sayReason({ code, values }: Reason): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${String(value)}`);
  return [code, ...pairs].join(" ");
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** A host name of at least two labels, or an IPv4 address. */
const HOST = /(?<![\w.-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+/gi;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** An IPv6 address as URLs write it. */
const BRACKETED = /\[[0-9a-f:.]*:[^\]\s]*\]/gi;

function scrubbed(text: string, snapshot: Snapshot, { home, user }: MachineFacts): string {
  const isPrivate = privateHosts(snapshot);
  return withoutUser(redact(text), home, user)
    .replace(BRACKETED, (address) => (address === "[::1]" ? address : "<address>"))
    .replace(HOST, (host) => {
      if (ADDRESS.test(host)) return host.startsWith("127.") ? host : "<address>";
      return isPrivate(host) ? "<private host>" : host;
    });
}

function withoutUser(text: string, home: string, user: string): string {
  const withoutHome = home.length > 1 ? text.replaceAll(home, "~") : text;
  if (user === "") return withoutHome;
  const name = user.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // As a part of a path, too, where a folder of the user lies elsewhere.
  return withoutHome.replace(new RegExp(`(?<=[/\\\\])${name}(?=[/\\\\\\s"),]|$)`, "gm"), "<user>");
}

/** Whether a host is covered by GOPRIVATE or the like, or lies under one that is. */
function privateHosts({ env }: Snapshot): (host: string) => boolean {
  const patterns = PRIVATE_LISTS.flatMap((name) => patternsIn(env.variables[name]?.value ?? ""));
  const globs = patterns.map((pattern) => (pattern.trim().toLowerCase().split("/")[0] ?? "").replace(/^\*\./, ""));
  const list = globs.join(",");
  return (host) => {
    const labels = host.toLowerCase().split(".");
    return labels.some((_, skipped) => matchingPattern(list, labels.slice(skipped).join(".")) !== null);
  };
}
