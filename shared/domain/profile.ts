import { chainEndpoints, parseChain } from "./chain.ts";
import { type Endpoint, endpointName } from "./endpoint.ts";
import type { NetworkKind } from "./network.ts";

/**
 * A named set of go env values and the networks it is meant for. In `env`, `null` means unset (`go env -u`) and a key
 * that is absent is left alone.
 */
export interface Profile {
  /** `[a-z0-9][a-z0-9-]{0,39}`. */
  readonly name: string;
  readonly title?: string;
  readonly env: Readonly<Record<string, string | null>>;
  readonly kinds: readonly NetworkKind[];
  readonly fingerprints: readonly string[];
  readonly note?: string;
}

/** What a profile's name must look like. */
export const PROFILE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** What Go uses when GOPROXY is set nowhere: `$GOROOT/go.env` of Go 1.21 to 1.27, compiled in before. */
export const DEFAULT_GOPROXY = "https://proxy.golang.org,direct";

/**
 * The host that stands in a template for a proxy that only the user knows. `.example` is reserved (RFC 2606), so it can
 * never be anybody's.
 */
export const TEMPLATE_HOST = "goproxy.corp.example";

/** Whatever its port and path. */
function isPlaceholder(url: string): boolean {
  const [, , host = ""] = endpointName(url).split("/");
  return host.replace(/:\d*$/, "") === TEMPLATE_HOST;
}

/**
 * Whether the profile still names the placeholder in the place of a proxy. A template can be shown, edited and exported,
 * but not be used, and its placeholder is never looked at.
 */
export function isTemplate({ env }: Pick<Profile, "env">): boolean {
  const value = env["GOPROXY"] ?? "";
  // Asked with every event for every profile, and hardly ever the case.
  return (
    value.toLowerCase().includes(TEMPLATE_HOST) && parseChain(value).entries.some((entry) => isPlaceholder(entry.url))
  );
}

/** The GOPROXY value Go uses under this profile: its own, the default when it unsets the key, `fallback` when it leaves it alone. */
export function profileChain(profile: Profile, fallback: string = DEFAULT_GOPROXY): string {
  const value = profile.env["GOPROXY"];
  if (value === undefined) return fallback;
  return value ?? DEFAULT_GOPROXY;
}

/** Every endpoint that any of the profiles may fetch from, each once, in the order of the profiles; no placeholder. */
export function endpointsOf(profiles: readonly Profile[], fallback?: string): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const profile of profiles) {
    for (const { name, url } of chainEndpoints(parseChain(profileChain(profile, fallback)))) {
      if (!isPlaceholder(url) && !found.has(name)) found.set(name, { name, url, role: "proxy" });
    }
  }
  return [...found.values()];
}
