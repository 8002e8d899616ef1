// What the go command would be given by the machine: its environment and its platform. Handed in, never read here, so
// that a test, the demo and the app can each have their own.

/** Environment variables and platform as a process sees them. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * The value of an OS variable; an empty one counts as not set, as it does for the go command. On Windows names differ in
 * case from machine to machine.
 */
export function osValue({ env, platform }: Surroundings, name: string): string | undefined {
  const key = platform === "win32" ? Object.keys(env).find((k) => k.toUpperCase() === name.toUpperCase()) : name;
  const value = key === undefined ? undefined : env[key];
  return value === "" ? undefined : value;
}
