import { chainEndpoints, parseChain } from "./chain.ts";
import type { Endpoint } from "./endpoint.ts";
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

/** The GOPROXY value Go uses under this profile: its own, the default when it unsets the key, `fallback` when it leaves it alone. */
export function profileChain(profile: Profile, fallback: string = DEFAULT_GOPROXY): string {
  const value = profile.env["GOPROXY"];
  if (value === undefined) return fallback;
  return value ?? DEFAULT_GOPROXY;
}

/** Every endpoint that any of the profiles may fetch from, each once, in the order of the profiles. */
export function endpointsOf(profiles: readonly Profile[], fallback?: string): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const profile of profiles) {
    for (const { name, url } of chainEndpoints(parseChain(profileChain(profile, fallback)))) {
      if (!found.has(name)) found.set(name, { name, url, role: "proxy" });
    }
  }
  return [...found.values()];
}
