import type { Profile } from "./profile.ts";
import { type Reason, reason } from "./reason.ts";

// A switch by itself may never trade safety for reachability. These rules say which profiles only a person may choose.

/** Variables whose presence in a profile makes Go check less. */
const WEAKENING = ["GOINSECURE", "GONOSUMDB"] as const;
/** Variables that keep private module paths away from public proxies and databases. */
const SHIELDING = ["GOPRIVATE", "GONOPROXY"] as const;

/** Variables that say where Go fetches from and what it checks; all others change how it builds. */
const ROUTING: readonly string[] = [
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOVCS",
  "GOAUTH",
];

/**
 * A variable by which falling back to this profile would change how Go builds, not only where it fetches from. A profile
 * that is meant for some network may do so there; one that is meant for none is a person's choice.
 */
function buildChange({ env, kinds, fingerprints }: Profile, now: Readonly<Record<string, string>>): string | undefined {
  if (kinds.length > 0 || fingerprints.length > 0) return undefined;
  return Object.keys(env).find((name) => {
    const wanted = env[name] ?? null;
    // To unset one is to go back to what Go does by itself.
    return !ROUTING.includes(name) && wanted !== null && wanted !== (now[name] ?? "");
  });
}

function patterns(value: string): ReadonlySet<string> {
  return new Set(value.split(",").filter((p) => p !== ""));
}

/**
 * Why Gangway must not choose this profile by itself, or `null` when it may. `env` are the values in force: a profile
 * that shields fewer private paths than they do would leak those paths.
 */
export function autoUnsafe(profile: Profile, env: Readonly<Record<string, string>>): Reason | null {
  const unsafe = (variable: string): Reason => reason("decision-unsafe", { profile: profile.name, variable });
  if (profile.env["GOSUMDB"] === "off") return unsafe("GOSUMDB");
  if (/(^|\s)-insecure(\s|=|$)/.test(profile.env["GOFLAGS"] ?? "")) return unsafe("GOFLAGS");
  const building = buildChange(profile, env);
  if (building !== undefined) return unsafe(building);
  const weakening = WEAKENING.find((name) => {
    const now = patterns(env[name] ?? "");
    return [...patterns(profile.env[name] ?? "")].some((p) => !now.has(p));
  });
  if (weakening !== undefined) return unsafe(weakening);
  const leaking = SHIELDING.find((name) => {
    const wanted = profile.env[name];
    if (wanted === undefined) return false;
    const kept = patterns(wanted ?? "");
    return [...patterns(env[name] ?? "")].some((p) => !kept.has(p));
  });
  return leaking === undefined ? null : unsafe(leaking);
}
