// What views beyond the snapshot are answered by the fake shell, made by the same rules as the engine's answers.
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import { consequences } from "../../../shared/domain/consequences.ts";
import { explainModule } from "../../../shared/domain/explain.ts";
import { lintGoproxy } from "../../../shared/domain/lint.ts";
import { whatIf } from "../../../shared/domain/what-if.ts";
import type { ProfileList, ProfilePreview } from "../../../shared/ipc/profile-calls.ts";
import { DEGRADED } from "./snapshots.ts";

const CHINA = "https://goproxy.cn|https://mirrors.aliyun.com/goproxy/|direct";

/** The built-in profiles and one of the user's own. */
export function profileList(): ProfileList {
  const own = {
    name: "work",
    title: "Work, behind the firewall",
    env: { GOPROXY: "https://goproxy.corp.test,https://proxy.golang.org,direct", GOPRIVATE: "*.corp.test" },
    kinds: ["corporate" as const],
    fingerprints: ["f00d"],
    note: "asks the proxy of the company first",
  };
  const builtin = BUILTIN_PROFILES.map((profile) => ({ profile, origin: "builtin" as const, hidden: [] }));
  return { profiles: [{ profile: own, origin: "own", hidden: [] }, ...builtin], removed: [], fingerprint: "f00d" };
}

/** A preview with something of everything. */
export function profilePreview(): ProfilePreview {
  const now = { GOPROXY: "https://proxy.golang.org,direct", GOSUMDB: "sum.golang.org" };
  const then = { ...now, GOPROXY: CHINA, GOPRIVATE: "*.corp.test", GOINSECURE: "old.corp.test" };
  const expected = DEGRADED.profiles.find(({ name }) => name === "china")?.outlook;
  if (expected === undefined) throw new Error("the fixture has a profile named china");
  return {
    problems: [],
    findings: lintGoproxy("https://goproxy.cn,https://mirrors.aliyun.com/goproxy/,direct"),
    outlook: expected,
    whatIf: whatIf(CHINA),
    consequences: consequences(now, then),
    changes: [
      { name: "GOPROXY", before: now.GOPROXY, after: CHINA, hiddenBy: "https://proxy.corp.test" },
      { name: "GOSUMDB", before: null, after: "sum.golang.google.cn" },
    ],
    unsafe: null,
    explanation: explainModule("git.corp.test/team/tool", then),
  };
}

/** The answers by the names of the calls. */
export function moreAnswers(): Readonly<Record<string, unknown>> {
  return {
    "profile:list": profileList(),
    "profile:preview": profilePreview(),
    "profile:save": { ok: true, name: "work", hosts: [], file: "" },
    "profile:import": { ok: true, names: ["work"] },
    "profile:export": { text: '{\n  "name": "work"\n}\n', leftOut: false },
  };
}
