import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import { judge } from "../../../shared/domain/health.ts";
import { outlook } from "../../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../../shared/domain/policy.ts";
import { isTemplate, profileChain } from "../../../shared/domain/profile.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { EndpointView, ProfileView, Snapshot } from "../../../shared/domain/snapshot.ts";
import type { Switch } from "../../../shared/domain/switch.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/domain/time.ts";
import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { RECENT, UNTOUCHED, weighingAtHome } from "./weighing.ts";

// Snapshots as the engine would make them: health and outlook come from the real judge over the samples below.

/** When every fixture is set: a Wednesday afternoon. */
export const NOW = Date.UTC(2026, 4, 6, 6, 30);

const GLOBAL = "https://proxy.golang.org";
const CHINA = "https://goproxy.cn";
const SECOND_MIRROR = "https://mirrors.aliyun.com/goproxy";
/** Where a fixture's go env file lies. */
const FILE = "/home/gopher/.config/go/env";

/** A handshake that nobody answers. */
export const SILENT: Failure = { stage: "handshake", kind: "silent", raw: "" };
/** A handshake that somebody resets. */
export const RESET: Failure = { stage: "handshake", kind: "reset", raw: "ECONNRESET" };

/** The look number `number` before `NOW`, `handshakeMs` long. */
export function look(endpoint: string, number: number, outcome: number | Failure): Sample {
  const at = NOW - number * 30 * SECOND;
  if (typeof outcome !== "number") {
    const stages = { resolveMs: 4, connectMs: 21, handshakeMs: null, ttfbMs: null };
    const totalMs = outcome.kind === "silent" ? 10_000 : 60;
    return { endpoint, at, via: "direct", stages, totalMs, tls: null, failure: outcome };
  }
  const stages = { resolveMs: 4, connectMs: 21, handshakeMs: outcome, ttfbMs: 30 };
  const tls = {
    version: "TLSv1.3",
    group: "X25519MLKEM768",
    alpn: "h2",
    issuer: "CN=Example Root",
    trust: "public",
  } as const;
  return { endpoint, at, via: "direct", stages, totalMs: outcome + 55, tls, failure: null };
}

/** Sixty looks, the newest last; `failing` says which of them (0 is the newest) fail, and how. */
export function looks(
  endpoint: string,
  handshakeMs: number,
  failing: (number: number) => Failure | null,
): readonly Sample[] {
  return Array.from({ length: 60 }, (_, at) => {
    const number = 59 - at;
    const wave = 1 + 0.4 * Math.sin(number * 1.7) + (number % 17 === 0 ? 1.5 : 0);
    return look(endpoint, number, failing(number) ?? Math.round(handshakeMs * wave));
  });
}

const never = (): null => null;

/** An endpoint with these looks and what the judge says of it. */
export function endpointView(name: string, recent: readonly Sample[]): EndpointView {
  return {
    name,
    role: "proxy",
    health: judge({ endpoint: name, samples: recent }, DEFAULT_POLICY),
    recent,
    probing: false,
  };
}

/** The built-in profiles with the outlook that these endpoints give them. */
export function profileViews(endpoints: readonly EndpointView[], active: string | null): readonly ProfileView[] {
  const windows = new Map(endpoints.map(({ name, recent }) => [name, { endpoint: name, samples: recent }]));
  return BUILTIN_PROFILES.map((profile) => ({
    name: profile.name,
    title: profile.title ?? profile.name,
    builtin: true,
    ...(isTemplate(profile) ? { template: true } : {}),
    env: profile.env,
    kinds: profile.kinds,
    outlook: outlook(profileChain(profile), windows, DEFAULT_POLICY, NOW),
    active: profile.name === active,
  }));
}

const SWITCHED: Switch = {
  id: 3,
  at: NOW - 12 * MINUTE,
  cause: "auto",
  from: "china",
  to: "global",
  because: reason("decision-preferred", { profile: "global", kind: "home" }),
  file: FILE,
  changes: [
    {
      name: "GOPROXY",
      before: "https://goproxy.cn|https://mirrors.aliyun.com/goproxy|direct",
      after: "https://proxy.golang.org,direct",
    },
  ],
  outcome: "written",
};

const GOOD_ENDPOINTS = [
  endpointView(GLOBAL, looks(GLOBAL, 46, never)),
  endpointView(CHINA, looks(CHINA, 180, never)),
  endpointView(
    SECOND_MIRROR,
    looks(SECOND_MIRROR, 240, (n) => (n === 9 ? RESET : null)),
  ),
];

/** All is well at home, with Gangway switching by itself. */
export const HEALTHY: Snapshot = {
  at: NOW,
  version: "0.1.0",
  demo: false,
  status: "healthy",
  network: {
    fingerprint: "f00d",
    online: true,
    kind: "home",
    confidence: 0.96,
    because: reason("network-clean"),
    evidence: [
      { id: "clean-handshake", observed: `${GLOBAL} ${CHINA}`, points: { home: 0, corporate: -3.07, campus: -2.09 } },
    ],
    since: NOW - 12 * MINUTE,
  },
  active: "global",
  activeSince: NOW - 12 * MINUTE,
  goproxy: "https://proxy.golang.org,direct",
  outlook: outlook("https://proxy.golang.org,direct", new Map(), DEFAULT_POLICY, NOW),
  profiles: profileViews(GOOD_ENDPOINTS, "global"),
  endpoints: GOOD_ENDPOINTS,
  decision: {
    kind: "stay",
    profile: "global",
    because: reason("decision-good-enough", { success: 100, profile: "global" }),
  },
  recentDecisions: RECENT,
  weighing: weighingAtHome(GOOD_ENDPOINTS, profileViews(GOOD_ENDPOINTS, "global")),
  hold: null,
  pausedUntil: null,
  lastSwitch: SWITCHED,
  canUndo: true,
  undoTo: SWITCHED.from,
  env: {
    file: FILE,
    go: { path: "/usr/local/go/bin/go", version: "go1.26.0" },
    variables: { GOPROXY: { value: "https://proxy.golang.org,direct", origin: "file" } },
  },
  warnings: [],
  notices: [],
  checksums: {
    way: "proxy",
    entry: GLOBAL,
    name: "sum.golang.org",
    requests: 1,
    because: reason("checksums-proxy", { name: "sum.golang.org", entry: GLOBAL, fault: "" }),
    database: null,
  },
  settings: {
    auto: true,
    intervalSeconds: 30,
    language: "en",
    theme: "light",
    notifications: "problems",
    ...UNTOUCHED,
    keepDays: 90,
    hotKeys: {},
    proposalAnswered: false,
  },
};

const BAD_ENDPOINTS = [
  endpointView(
    GLOBAL,
    looks(GLOBAL, 90, (n) => (n < 5 ? SILENT : n % 3 === 0 ? RESET : null)),
  ),
  endpointView(
    CHINA,
    looks(CHINA, 70, (n) => (n % 4 === 1 ? RESET : null)),
  ),
  endpointView(
    SECOND_MIRROR,
    looks(SECOND_MIRROR, 240, () => ({ stage: "connect", kind: "refused", raw: "ECONNREFUSED" })),
  ),
];

/** A campus that swallows handshakes, the choice held by hand, the environment in the way. */
export const DEGRADED: Snapshot = {
  ...HEALTHY,
  status: "degraded",
  network: {
    ...HEALTHY.network,
    kind: "campus",
    confidence: 0.84,
    because: reason("network-transparent"),
    evidence: [
      { id: "handshake-silent", observed: GLOBAL, points: { home: 0, corporate: 0.9, campus: 2.6 } },
      { id: "connect-refused", observed: SECOND_MIRROR, points: { home: 0, corporate: 0.8, campus: 0.5 } },
    ],
  },
  endpoints: BAD_ENDPOINTS,
  profiles: profileViews(BAD_ENDPOINTS, "global"),
  decision: { kind: "stay", profile: "global", because: reason("decision-manual", { profile: "global" }) },
  hold: "manual",
  warnings: [{ code: "shadowed-by-os", name: "GOPROXY", value: "https://***@proxy.corp.example" }],
  notices: [
    {
      code: "settings-corrupt",
      at: NOW,
      values: { path: "/home/gopher/settings.json", aside: "/home/gopher/settings.json.corrupt-2026" },
    },
    {
      code: "history-corrupt",
      at: NOW,
      values: { path: "/home/gopher/history.db", aside: "/home/gopher/history.db.corrupt-2026" },
    },
    { code: "changed-outside", at: NOW, values: { file: FILE } },
  ],
};

/** No network at all. */
export const OFFLINE: Snapshot = {
  ...HEALTHY,
  status: "offline",
  network: {
    ...HEALTHY.network,
    fingerprint: "",
    online: false,
    kind: "offline",
    confidence: 1,
    because: reason("network-offline"),
    evidence: [],
  },
  decision: { kind: "stay", profile: "global", because: reason("decision-offline") },
};

/** A hotel's login page. */
export const CAPTIVE: Snapshot = {
  ...OFFLINE,
  network: { ...HEALTHY.network, kind: "captive", confidence: 0.9, because: reason("network-portal"), evidence: [] },
  decision: { kind: "stay", profile: "global", because: reason("decision-captive") },
};

/** Paused for an hour. */
export const PAUSED: Snapshot = {
  ...HEALTHY,
  status: "paused",
  pausedUntil: NOW + HOUR,
  decision: { kind: "stay", profile: "global", because: reason("decision-paused") },
};

const FIRST_ENDPOINTS = [
  endpointView(
    GLOBAL,
    looks(GLOBAL, 90, () => SILENT),
  ),
  ...GOOD_ENDPOINTS.slice(1),
];

/** The very first run, on a network where the default proxy does not answer. */
export const FIRST_RUN: Snapshot = {
  ...HEALTHY,
  status: "down",
  endpoints: FIRST_ENDPOINTS,
  profiles: profileViews(FIRST_ENDPOINTS, "global"),
  lastSwitch: null,
  canUndo: false,
  undoTo: null,
  settings: { ...HEALTHY.settings, auto: false },
};

/** The last switch was refused by the machine. */
export const REFUSED: Snapshot = {
  ...HEALTHY,
  lastSwitch: { ...SWITCHED, outcome: "refused", refusal: "not-permitted" },
  canUndo: false,
  undoTo: null,
  notices: [{ code: "refused", at: NOW, values: { reason: "not-permitted", detail: `EACCES: ${FILE}` } }],
};

/** Titles as long as people write them, in Chinese and without a space. */
export const LONG_TITLES: Snapshot = {
  ...DEGRADED,
  settings: { ...DEGRADED.settings, language: "zh-CN" },
  profiles: DEGRADED.profiles.map((profile) => ({
    ...profile,
    builtin: false,
    title: "信息工程学院研究生实验楼三层东侧有线网络专用镜像配置（仅供课程实验使用）",
  })),
};

/** A day of history: three endpoints, an hour of trouble, two switches and three networks. */
export function historyPage(since: number = NOW - 24 * HOUR): HistoryPage {
  const step = Math.max(5 * MINUTE, (NOW - since) / 400);
  const count = Math.floor((NOW - since) / step);
  const samples = [GLOBAL, CHINA, SECOND_MIRROR].flatMap((endpoint, place) =>
    Array.from({ length: count }, (_, number): Sample => {
      const at = since + number * step;
      const trouble = place === 0 && number > count * 0.55 && number < count * 0.65;
      const wave = (40 + place * 70) * (1 + 0.4 * Math.sin(number / 7) + 0.2 * Math.sin(number * 2.1));
      return { ...look(endpoint, 0, trouble ? SILENT : Math.round(wave)), at };
    }),
  );
  const at = (share: number): number => since + share * (NOW - since);
  const failing = reason("decision-failing", {
    profile: "china",
    from: "global",
    endpoint: GLOBAL,
    success: 0,
    expectedSuccess: 98,
  });
  return {
    samples: samples.sort((a, b) => a.at - b.at),
    switches: [
      { ...SWITCHED, id: 2, at: at(0.58), from: "global", to: "china", because: failing },
      { ...SWITCHED, at: at(0.8) },
      { ...SWITCHED, id: 4, at: at(0.9), cause: "manual", from: null, outcome: "refused", refusal: "not-permitted" },
    ],
    networks: [
      { at: at(0.1), kind: "home" },
      { at: at(0.53), kind: "campus" },
      { at: at(0.78), kind: "home" },
    ],
    kinds: [
      { kind: "home", samples: 1240, tls13Rate: 0.998, failureMs: 63, commonFailure: "handshake/reset" },
      { kind: "campus", samples: 310, tls13Rate: 0.71, failureMs: 10_000, commonFailure: "handshake/silent" },
    ],
  };
}
