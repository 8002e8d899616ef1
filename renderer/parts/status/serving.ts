import type { EndpointView, Snapshot } from "../../../shared/domain/snapshot.ts";

/** Whether the endpoint serves the profile in force, or the user's own values where no profile is. */
export function isServing({ name }: EndpointView, { outlook, profiles }: Snapshot): boolean {
  const inForce = profiles.find(({ active }) => active)?.outlook ?? outlook;
  return inForce.servedBy === name;
}
