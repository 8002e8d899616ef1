// The trial of `probe --via-proxy`: whether Go would get through an HTTP proxy, before anybody sets a variable for it.
import { type Endpoint, redact } from "../../shared/domain/endpoint.ts";
import { goRoute } from "../engine/probe/go-route.ts";
import { withProxy } from "../engine/probe/route.ts";
import { Objection } from "./objection.ts";
import type { Terminal } from "./terminal.ts";

/** A scheme, maybe credentials, a host and maybe a port; nothing behind them, since a proxy has no paths. */
const PROXY_URL = /^https?:\/\/[^\s\\/?#\p{Cc}]+\/?$/iu;

/** The proxy that somebody typed, as HTTPS_PROXY would have it. Only what Go would take for an HTTP proxy, and says so. */
export function trialProxy(text: string): string {
  const isUsable = PROXY_URL.test(text) && goRoute("https://go.invalid", withProxy({}, text)).kind === "proxy";
  if (isUsable) return text;
  throw new Objection("bad-proxy", { given: redact(text) });
}

/** Says what the trial is, and which endpoints it says nothing of: those that Go asks no proxy for. */
export function printTrial(terminal: Terminal, proxy: string, endpoints: readonly Endpoint[]): void {
  const env = withProxy(terminal.environment, proxy);
  const direct = endpoints.filter(({ url }) => goRoute(url, env).kind === "direct");
  for (const { name } of direct) terminal.note(terminal.t("cli:probe.never-by-proxy", { endpoint: name }));
  if (terminal.json || direct.length === endpoints.length) return;
  terminal.print(terminal.t("cli:probe.by-proxy", { proxy: redact(proxy) }));
  terminal.print();
}
