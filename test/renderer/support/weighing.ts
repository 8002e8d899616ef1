import type { Weighing } from "../../../shared/domain/grounds.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { RecentDecision } from "../../../shared/domain/recent-decisions.ts";
import type { EndpointView, ProfileView } from "../../../shared/domain/snapshot.ts";

/** The grounds for staying with the first of these profiles at home: one other would serve, one was not measured. */
export function weighingAtHome(endpoints: readonly EndpointView[], profiles: readonly ProfileView[]): Weighing {
  const [first, second, third] = profiles;
  const others = [
    { profile: second, why: reason("other-not-meant", { profile: first?.name ?? "", kind: "home" }) },
    { profile: third, why: reason("not-measured", { profile: third?.name ?? "" }) },
  ];
  return {
    network: { kind: "home", confidence: 0.96 },
    evidence: endpoints.slice(0, 1).map(({ health }) => health),
    alternatives: others.flatMap(({ profile, why }) =>
      profile === undefined ? [] : [{ profile: profile.name, outlook: profile.outlook, why }],
    ),
    next: [
      reason("next-fails", { endpoint: endpoints[0]?.name ?? "", count: 5, profile: second?.name ?? "" }),
      reason("next-network"),
    ],
  };
}

/** Changes of mind of the made-up snapshots, whose time is Wednesday, 6 May 2026, 06:30 UTC. */
export const RECENT: readonly RecentDecision[] = [
  {
    at: Date.UTC(2026, 4, 6, 6, 18),
    kind: "switch",
    profile: "global",
    because: reason("decision-preferred", { profile: "global", kind: "home" }),
  },
];

/** Settings that no test of the page changes. */
export const UNTOUCHED = { survey: true, hotKeys: {} } as const;
