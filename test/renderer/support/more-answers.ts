// What views beyond the snapshot are answered by the fake shell, made by the same rules as the engine's answers.
import { moduleStory } from "../../../electron/engine/module-story.ts";
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import { compareChains } from "../../../shared/domain/chain-comparison.ts";
import { consequences } from "../../../shared/domain/consequences.ts";
import { explainModule } from "../../../shared/domain/explain.ts";
import type { FoundFinding } from "../../../shared/domain/finding-source.ts";
import { lintGoproxy } from "../../../shared/domain/lint.ts";
import { UNMEASURED } from "../../../shared/domain/outlook.ts";
import { goClient } from "../../../shared/domain/reuse.ts";
import { lastGood } from "../../../shared/domain/sample.ts";
import { whatIf } from "../../../shared/domain/what-if.ts";
import type { DiagnosisState, ModuleStory } from "../../../shared/ipc/doctor-calls.ts";
import type { ProfileList, ProfilePreview } from "../../../shared/ipc/profile-calls.ts";
import type { HotKeys } from "../../../shared/ipc/shell-calls.ts";
import { diagnosisOf } from "../../support/matrix.ts";
import { DEGRADED, HEALTHY, NOW } from "./snapshots.ts";

const CHINA = "https://goproxy.cn|https://mirrors.aliyun.com/goproxy/|direct";

/** The built-in profiles and one of the user's own. */
function profileList(): ProfileList {
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
function profilePreview(): ProfilePreview {
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

/** A firewall that cuts the large first message of Go, seen by a diagnosis. */
export function diagnosisState(): DiagnosisState {
  const cells = { "go-hello": "reset 1", "go-hello-split": "reset 1", "tls13-large": "reset 1" } as const;
  const endpoint = "https://proxy.golang.org";
  return { state: "done", endpoint, diagnosis: { ...diagnosisOf({ cells }), endpoint, at: NOW - 60_000 } };
}

/** The story of a module of everybody's, under the values in force at home. */
function story(): ModuleStory {
  const env = {
    ...HEALTHY.env,
    variables: { ...HEALTHY.env.variables, GOSUMDB: { value: "sum.golang.org", origin: "default" } },
  } as const;
  const [outlook] = HEALTHY.profiles.map((profile) => profile.outlook);
  if (outlook === undefined) throw new Error("the fixture has profiles");
  const told = moduleStory("golang.org/x/net", env, goClient({}, 8, "go1.26.0"), {
    outlookOf: () => outlook,
    lastGoodOf: (name) => lastGood(HEALTHY.endpoints.find((each) => each.name === name)?.recent ?? []),
  });
  return { ...told, version: "v0.48.0" };
}

/** One hot key that works, one that another program has, and one that is given twice. */
function hotKeys(): HotKeys {
  return {
    supported: true,
    open: { accelerator: "Control+Alt+G", state: "on" },
    keys: [
      { profile: "global", accelerator: "Control+Alt+1", state: "taken" },
      { profile: "china", accelerator: "Control+Alt+G", state: "duplicate" },
      { profile: "direct", accelerator: null, state: "off" },
    ],
  };
}

/** Findings on values that the go env file holds. */
function foundFindings(): readonly FoundFinding[] {
  const file = "/home/gopher/.config/go/env";
  return profilePreview().findings.map((finding) => ({
    ...finding,
    source: { origin: "file", where: `${file}:1` },
    before: { GOPROXY: "https://proxy.golang.org,direct" },
  }));
}

/** The answers by the names of the calls. */
export function moreAnswers(): Readonly<Record<string, unknown>> {
  return {
    "login:read": { supported: true, enabled: true, effective: "blocked", why: "hidden" },
    "login:set": { supported: true, enabled: true, effective: "on" },
    "hotkeys:read": hotKeys(),
    "hotkeys:set": hotKeys(),
    "diagnostics:copy": "Gangway 0.1.0",
    "data:size": {
      folder: "/home/gopher/.config/gangway",
      history: 44_000_000,
      settings: 2_400,
      logs: 90_000,
      other: 120,
    },
    "history:clear": {
      folder: "/home/gopher/.config/gangway",
      history: 90_000,
      settings: 2_400,
      logs: 90_000,
      other: 120,
    },
    "corrections:read": [
      { fingerprint: "f00dbeef12345678", kind: "campus", here: true },
      { fingerprint: "0123456789abcdef", kind: "home", here: false },
    ],
    "corrections:forget": [],
    "chains:compare": compareChains(
      ["https://proxy.golang.org,direct", CHINA],
      (value) => DEGRADED.profiles.find(({ env }) => env["GOPROXY"] === value)?.outlook ?? UNMEASURED,
    ),
    "findings:read": { at: NOW, findings: foundFindings() },
    "module:explain": story(),
    "diagnosis:start": { ok: true },
    "diagnosis:read": diagnosisState(),
    "profile:list": profileList(),
    "profile:preview": profilePreview(),
    "file:save": { saved: "/home/gopher/Documents/file" },
    "profile:save": { ok: true, name: "work", hosts: [], file: "" },
    "profile:import": { ok: true, names: ["work"] },
    "profile:export": { text: '{\n  "name": "work"\n}\n', leftOut: false },
  };
}
