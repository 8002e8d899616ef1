import type { EffectiveEnv } from "./goenv.ts";
import type { Profile } from "./profile.ts";

/** The value the go env file itself holds for a variable, whatever hides it; `null` when the file does not set it. */
function fileValue(env: EffectiveEnv, name: string): string | null {
  const variable = env.variables[name];
  if (variable === undefined) return null;
  if (variable.origin === "file") return variable.value;
  return variable.origin === "os" ? (variable.shadows ?? null) : null;
}

/** Whether the file holds what the profile asks for. A value that equals Go's default counts as set. */
function isInForce(profile: Profile, env: EffectiveEnv): boolean {
  return Object.entries(profile.env).every(([name, wanted]) => {
    const inFile = fileValue(env, name);
    if (wanted === null) return inFile === null;
    const variable = env.variables[name];
    const isDefault = inFile === null && variable?.origin !== "os" && variable?.value === wanted;
    return inFile === wanted || isDefault;
  });
}

/** The profile whose values are in force, `preferred` (the one last switched to) first; `null` when none matches. */
export function activeProfile(
  profiles: readonly Profile[],
  env: EffectiveEnv,
  preferred: string | null,
): string | null {
  const matching = profiles.filter((p) => isInForce(p, env));
  return (matching.find((p) => p.name === preferred) ?? matching.at(0))?.name ?? null;
}

/** Whether two readings differ in what the file itself says. */
export function isFileChanged(before: EffectiveEnv, after: EffectiveEnv): boolean {
  const names = new Set([...Object.keys(before.variables), ...Object.keys(after.variables)]);
  return before.file !== after.file || [...names].some((name) => fileValue(before, name) !== fileValue(after, name));
}
