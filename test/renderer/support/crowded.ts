import type { EndpointView, Snapshot } from "../../../shared/domain/snapshot.ts";
import { endpointView, HEALTHY, look, looks, profileViews, RESET } from "./snapshots.ts";

const MANY = Array.from({ length: 40 }, (_, at) => {
  const name = `https://mirror-${at}.a-rather-long-department-name.example.edu/repository/goproxy`;
  return endpointView(
    name,
    looks(name, 30 + at * 9, (n) => (at % 5 === 4 && n % 6 === 0 ? RESET : null)),
  );
});

/** Forty endpoints. */
export const CROWDED: Snapshot = { ...HEALTHY, endpoints: MANY, profiles: profileViews(MANY, "global") };

/** The snapshot's 6,000 samples, shared by as many endpoints as are allowed. */
function thousand(): readonly EndpointView[] {
  return Array.from({ length: 1_000 }, (_, at) => {
    const name = `https://mirror-${String(at)}.example.edu/goproxy`;
    const samples = Array.from({ length: 6 }, (_, number) => look(name, 5 - number, 20 + (at % 90)));
    return endpointView(name, samples);
  });
}

const THOUSAND_ENDPOINTS = thousand();

/** A thousand endpoints. */
export const THOUSAND: Snapshot = { ...HEALTHY, endpoints: THOUSAND_ENDPOINTS };
