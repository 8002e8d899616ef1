import { outlook } from "../../shared/domain/outlook.ts";
import { DEFAULT_POLICY } from "../../shared/domain/policy.ts";
import { reason } from "../../shared/domain/reason.ts";
import type { EndpointView, Snapshot } from "../../shared/domain/snapshot.ts";
import { MINUTE, SECOND } from "../../shared/domain/time.ts";
import { DEGRADED, endpointView, HEALTHY, looks, NOW, profileViews, SILENT } from "../renderer/support/snapshots.ts";

// A laptop is carried from home to a campus that swallows handshakes to the default proxy, and Gangway switches to the
// mirrors. Verdicts and outlooks are the judge's own.

/** One picture of the story and how long it is shown. */
export interface Frame {
  readonly snapshot: Snapshot;
  readonly forMs: number;
}

const [GLOBAL = "", CHINA = "", SECOND_MIRROR = ""] = HEALTHY.endpoints.map(({ name }) => name);

const CHINA_CHAIN = "https://goproxy.cn|https://mirrors.aliyun.com/goproxy|direct";

/** The endpoints after so many handshakes with the default proxy that nobody answered. */
function endpointsAfter(silent: number): readonly EndpointView[] {
  return [
    endpointView(
      GLOBAL,
      looks(GLOBAL, 46, (number) => (number < silent ? SILENT : null)),
    ),
    endpointView(
      CHINA,
      looks(CHINA, 38, () => null),
    ),
    endpointView(
      SECOND_MIRROR,
      looks(SECOND_MIRROR, 61, () => null),
    ),
  ];
}

function atHome(): Snapshot {
  const endpoints = endpointsAfter(0);
  return { ...HEALTHY, endpoints, profiles: profileViews(endpoints, "global") };
}

function onCampus(silent: number, status: Snapshot["status"]): Snapshot {
  const endpoints = endpointsAfter(silent);
  return {
    ...atHome(),
    at: NOW + silent * 5 * SECOND,
    status,
    network: { ...DEGRADED.network, since: NOW },
    endpoints,
    profiles: profileViews(endpoints, "global"),
    decision: { kind: "stay", profile: "global", because: reason("decision-measuring") },
  };
}

function switched(): Snapshot {
  const endpoints = endpointsAfter(5);
  const at = NOW + 30 * SECOND;
  const because = reason("decision-failing", {
    profile: "china",
    from: "global",
    endpoint: GLOBAL,
    success: 0,
    expectedSuccess: 98,
  });
  const windows = new Map(endpoints.map(({ name, recent }) => [name, { endpoint: name, samples: recent }]));
  const switchedNow = { id: 4, at, cause: "auto", from: "global", to: "china", because, outcome: "written" } as const;
  return {
    ...onCampus(5, "healthy"),
    at: at + 2 * SECOND,
    active: "china",
    activeSince: at,
    goproxy: CHINA_CHAIN,
    outlook: outlook(CHINA_CHAIN, windows, DEFAULT_POLICY, NOW),
    profiles: profileViews(endpoints, "china"),
    decision: {
      kind: "stay",
      profile: "china",
      because: reason("decision-good-enough", { success: 100, profile: "china" }),
    },
    lastSwitch: HEALTHY.lastSwitch === null ? null : { ...HEALTHY.lastSwitch, ...switchedNow },
    undoTo: "global",
  };
}

/** The story in pictures. */
export const STORY: readonly Frame[] = [
  { snapshot: { ...atHome(), at: NOW - MINUTE }, forMs: 2_000 },
  { snapshot: onCampus(1, "healthy"), forMs: 1_200 },
  { snapshot: onCampus(3, "degraded"), forMs: 1_200 },
  { snapshot: onCampus(5, "down"), forMs: 1_600 },
  { snapshot: switched(), forMs: 3_500 },
];
