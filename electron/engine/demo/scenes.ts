// The three simulated networks as data: how each proxy behaves in each scene, and which profile is meant for it.
import type { Profile } from "../../../shared/domain/profile.ts";
import type { Millis } from "../../../shared/domain/time.ts";

/** A place that the demo's laptop is carried to. */
export type SceneName = "home" | "corporate" | "campus";

/** The scenes in the order in which they are played. */
export const SCENES: readonly SceneName[] = ["home", "corporate", "campus"];

/** A simulated module proxy. Its name is the path it answers under. */
export type ProxyName = "global" | "mirror" | "corp";

/** Every simulated proxy. */
export const PROXIES: readonly ProxyName[] = ["global", "mirror", "corp"];

/** What becomes of a connection to a proxy. */
export type Behaviour =
  /** Answers after so long, with at most this version of TLS. */
  | { readonly kind: "serve"; readonly delayMs: Millis; readonly tls: "TLSv1.2" | "TLSv1.3" }
  /** Somebody in between opens TLS and shows a certificate of his own. */
  | { readonly kind: "intercept" }
  /** The connection is there, but no byte ever comes back. */
  | { readonly kind: "swallow" };

const FAST: Behaviour = { kind: "serve", delayMs: 15, tls: "TLSv1.3" };
const FAR: Behaviour = { kind: "serve", delayMs: 60, tls: "TLSv1.3" };
/** A mirror inside the campus, on an old machine. */
const OLD: Behaviour = { kind: "serve", delayMs: 15, tls: "TLSv1.2" };
const INTERCEPTED: Behaviour = { kind: "intercept" };
const SWALLOWED: Behaviour = { kind: "swallow" };

/** How each proxy behaves in each scene. */
export const BEHAVIOUR: Readonly<Record<SceneName, Readonly<Record<ProxyName, Behaviour>>>> = {
  home: { global: FAST, mirror: FAR, corp: FAR },
  corporate: { global: INTERCEPTED, mirror: INTERCEPTED, corp: FAST },
  campus: { global: SWALLOWED, mirror: OLD, corp: SWALLOWED },
};

/** The profile that each scene should end with. */
export const EXPECTED_PROFILE: Readonly<Record<SceneName, string>> = {
  home: "global",
  corporate: "corporate",
  campus: "campus",
};

/** The demo's profiles, for proxies at these URLs. */
export function demoProfiles(urls: Readonly<Record<ProxyName, string>>): readonly Profile[] {
  return [
    { name: "global", title: "Global", env: { GOPROXY: urls.global }, kinds: ["home"], fingerprints: [] },
    { name: "corporate", title: "Corporate", env: { GOPROXY: urls.corp }, kinds: ["corporate"], fingerprints: [] },
    { name: "campus", title: "Campus mirror", env: { GOPROXY: urls.mirror }, kinds: ["campus"], fingerprints: [] },
  ];
}
