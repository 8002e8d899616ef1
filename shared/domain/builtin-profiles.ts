import type { Profile } from "./profile.ts";

/**
 * The profiles that are there on first run. Sources: proxy.golang.org and sum.golang.org are Go's own defaults
 * (`$GOROOT/go.env`); goproxy.cn proxies sum.golang.org (its repository's `proxied_sumdbs`), so GOSUMDB keeps its
 * default there; goproxy.io is a second mirror with sumdb support. `|` between equivalent public mirrors lets Go go on
 * after any error, not only after "does not exist".
 */
export const BUILTIN_PROFILES: readonly Profile[] = [
  {
    name: "global",
    title: "Global",
    env: { GOPROXY: "https://proxy.golang.org,direct", GOSUMDB: null },
    kinds: ["home"],
    fingerprints: [],
  },
  {
    name: "china",
    title: "China mirrors",
    env: { GOPROXY: "https://goproxy.cn|https://goproxy.io|direct", GOSUMDB: null },
    kinds: ["campus"],
    fingerprints: [],
  },
  {
    name: "direct",
    title: "Direct",
    env: { GOPROXY: "direct", GOSUMDB: null },
    kinds: [],
    fingerprints: [],
  },
];

/** The profiles in force: the user's own win over built-ins of the same name; removed built-ins are gone. */
export function effectiveProfiles(own: readonly Profile[], removed: readonly string[]): readonly Profile[] {
  const names = new Set(own.map((p) => p.name));
  const kept = BUILTIN_PROFILES.filter((p) => !names.has(p.name) && !removed.includes(p.name));
  return [...kept, ...own];
}
