import { type Profile, TEMPLATE_HOST } from "./profile.ts";

/**
 * Go's own default: `$GOROOT/go.env` of Go 1.21 to 1.27. `,direct` behind it takes over only what the proxy says it does
 * not have (go.dev/ref/mod, "GOPROXY protocol"). GOSUMDB is unset, which is sum.golang.org.
 */
const GLOBAL: Profile = {
  name: "global",
  title: "Global",
  env: { GOPROXY: "https://proxy.golang.org,direct", GOSUMDB: null },
  kinds: ["home"],
  fingerprints: [],
};

/**
 * Mirrors within mainland China, where proxy.golang.org and sum.golang.org cannot be reached.
 *
 * - https://goproxy.cn: run by Qiniu (github.com/goproxy/goproxy.cn); first, because it is made for this and says how it
 *   does (status.goproxy.cn). It has been out (2023-08-29, 2024-03-26), so it does not stand alone.
 * - https://mirrors.aliyun.com/goproxy/: Alibaba Cloud's mirror (developer.aliyun.com/mirror/goproxy), another operator on
 *   another network. Not goproxy.io: its certificate ran out in 2021, and it was seen to serve content that differs from
 *   sum.golang.org (goproxy.cn#183, 2023), which ends every go command at once. Tencent's and Huawei's mirrors would do
 *   as well; two operators are enough, and each dead one costs up to ten seconds a file.
 * - `|` and not `,`: both hold the same public modules, so any error may lead to the other. Nothing private comes this way
 *   that would not by `,`.
 * - GOSUMDB=sum.golang.google.cn: the name that Go itself has for sum.golang.org within China, with the same key
 *   (cmd/go/internal/modfetch/key.go). Aliyun, Tencent and Huawei do not pass a checksum database on, so after a failure
 *   of goproxy.cn Go would ask sum.golang.org itself, and fail. With this name it asks the database at once, whichever
 *   mirror serves.
 */
const CHINA: Profile = {
  name: "china",
  title: "China mirrors",
  env: {
    GOPROXY: "https://goproxy.cn|https://mirrors.aliyun.com/goproxy/|direct",
    GOSUMDB: "sum.golang.google.cn",
  },
  kinds: ["campus"],
  fingerprints: [],
};

/** No proxy at all: every module from where it is developed (go.dev/ref/mod, "Direct access"). */
const DIRECT: Profile = {
  name: "direct",
  title: "Direct",
  env: { GOPROXY: "direct", GOSUMDB: null },
  kinds: [],
  fingerprints: [],
};

/**
 * A company's own proxy, for example Artifactory, Nexus or Athens: a template, see `isTemplate`. The proxy stands alone:
 * what it refuses stays refused, and an outage sends no path of a private module elsewhere. What GOPRIVATE names is
 * fetched directly all the same; it is left as the user has it, and so is GOSUMDB, which a company may run itself.
 */
const CORPORATE: Profile = {
  name: "corporate",
  title: "Corporate proxy",
  env: { GOPROXY: `https://${TEMPLATE_HOST}` },
  kinds: ["corporate"],
  fingerprints: [],
};

/**
 * For builds that must come out the same everywhere. GOPROXY without `direct`: no host but the proxy and the checksum
 * database is asked. GOFLAGS=-mod=readonly: no build changes go.mod or go.sum (go.dev/ref/mod, "Build commands"; it also
 * keeps a vendor folder from being used). GOTOOLCHAIN=local: no other Go is fetched (go.dev/doc/toolchain). GOSUMDB is said
 * aloud, in case the machine has it off. Meant to be exported; on a laptop only a person chooses it, see `autoUnsafe`.
 */
const CI: Profile = {
  name: "ci",
  title: "CI",
  env: {
    GOPROXY: "https://proxy.golang.org",
    GOSUMDB: "sum.golang.org",
    GOFLAGS: "-mod=readonly",
    GOTOOLCHAIN: "local",
  },
  kinds: [],
  fingerprints: [],
};

/** The profiles that are there on first run, in the order in which they are shown. */
export const BUILTIN_PROFILES: readonly Profile[] = [GLOBAL, CHINA, DIRECT, CORPORATE, CI];

/** The profiles in force: the user's own win over built-ins of the same name; removed built-ins are gone. */
export function effectiveProfiles(own: readonly Profile[], removed: readonly string[]): readonly Profile[] {
  const names = new Set(own.map((p) => p.name));
  const kept = BUILTIN_PROFILES.filter((p) => !names.has(p.name) && !removed.includes(p.name));
  return [...kept, ...own];
}
