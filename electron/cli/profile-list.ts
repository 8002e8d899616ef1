// Profiles by name.
import type { Profile } from "../../shared/domain/profile.ts";
import { nearNames } from "./near.ts";
import { Objection } from "./objection.ts";

/** The profile of that name; an unknown name is an objection that suggests near ones. */
export function findProfile(profiles: readonly Profile[], name: string): Profile {
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const names = profiles.map((profile) => profile.name);
  const near = nearNames(name, names);
  throw new Objection("unknown-profile", { given: name, known: names.join(", "), near: near.join(", ") });
}
