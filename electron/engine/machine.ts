// What of this machine decides how the go command downloads: its processors, and two variables that only the environment
// of the operating system can set. Nothing is measured here.
import { availableParallelism } from "node:os";
import { type GoClient, goClient } from "../../shared/domain/reuse.ts";
import type { SnapshotHost } from "../../shared/domain/snapshot-of.ts";
import type { Environment } from "./probe/route.ts";

/** Variables that Go takes from the environment alone and that change how many modules it fetches at once, and how. */
const NAMES = ["GOMAXPROCS", "GODEBUG"] as const;

/** This machine, for the go command that would be started with this environment. */
export function thisMachine(env: Environment): NonNullable<SnapshotHost["machine"]> {
  const variables = Object.fromEntries(NAMES.map((name) => [name, env[name] ?? ""]));
  return { variables, processors: availableParallelism() };
}

/** The go command as a client, if it were started here with this environment. */
export function goClientHere(environment: Readonly<Record<string, string | undefined>>, goVersion?: string): GoClient {
  const { variables, processors } = thisMachine(environment);
  return goClient(variables, processors, goVersion);
}
