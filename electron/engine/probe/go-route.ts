// The way that Go would take to a URL, as a value that may be shown. The choice is made in route.ts.
import type { RouteTaken } from "../../../shared/domain/desktop-route.ts";
import { chooseRoute, type Environment } from "./route.ts";

/** The way that the go command of this release would take with this environment; a proxy's credentials are left out. */
export function goRoute(url: string, env: Environment, goVersion?: string): RouteTaken {
  if (!URL.canParse(url)) return { kind: "unusable", raw: "no URL" };
  const route = chooseRoute(new URL(url), env, goVersion);
  if (route.kind !== "proxy") return route;
  const { host, port, secure } = route.proxy;
  const name = host.includes(":") ? `[${host}]` : host;
  return { kind: "proxy", url: `${secure ? "https" : "http"}://${name}:${String(port)}` };
}
