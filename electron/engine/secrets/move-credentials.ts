// Credentials in the URLs of profiles: found, or moved into the user's netrc, where the go command reads them. They never
// stay in the settings file.
import {
  credentialsIn,
  holdsCredentials,
  type UrlCredentials,
  withoutCredentials,
} from "../../../shared/domain/credentials.ts";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import type { Profile } from "../../../shared/domain/profile.ts";
import type { ProfileProblem } from "../../../shared/domain/profile-check.ts";
import type { Surroundings } from "../goenv/surroundings.ts";
import { netrcPath, storeInNetrc } from "./netrc.ts";
import { isNetrcWord, type NetrcEntry } from "./netrc-text.ts";

/** From this minor release on, Go looks for the host with its port in netrc; before, for the host alone. */
const FIRST_WITH_PORT = 24;

/** What came of moving: the profiles without credentials and where these are now, or what kept them from getting there. */
export type Moved =
  | {
      readonly ok: true;
      readonly profiles: readonly Profile[];
      /** Hosts whose credentials were moved; empty when there were none. */
      readonly hosts: readonly string[];
      /** The file that holds them; empty when there were none. */
      readonly file: string;
    }
  | { readonly ok: false; readonly problem: ProfileProblem };

/**
 * The first variable whose value holds credentials, as a problem; `null` when there is none. `touched` are the variables
 * that were just said; absent: all.
 */
export function credentialsProblem(
  profiles: readonly Profile[],
  touched: readonly string[] | undefined,
  surroundings: Surroundings,
): ProfileProblem | null {
  const found = profiles
    .flatMap(valuesOf)
    .find(([name, value]) => touched?.includes(name) !== false && holdsCredentials(value));
  if (found === undefined) return null;
  const [name, value] = found;
  const hosts = credentialsIn(value).map(({ host }) => host);
  const values = { name, hosts: hosts.join(", "), file: netrcPath(surroundings) ?? ".netrc" };
  return { code: "credentials-in-url", at: name, values };
}

/** Moves every credential of the profiles into netrc, all or none. To be called under the lock of the settings. */
export function moveCredentials(
  profiles: readonly Profile[],
  goVersion: string | undefined,
  surroundings: Surroundings,
): Moved {
  const credentials = profiles.flatMap(valuesOf).flatMap(([, value]) => credentialsIn(value));
  if (credentials.length === 0) return { ok: true, profiles, hosts: [], file: "" };
  const unfit = credentials.map(unfitness).find((problem) => problem !== null);
  if (unfit !== undefined) return { ok: false, problem: unfit };
  const entries = credentials.flatMap((one) => entriesFor(one, minorOf(goVersion)));
  const outcome = storeInNetrc(entries, surroundings);
  switch (outcome.kind) {
    case "stored":
    case "known": {
      const hosts = [...new Set(credentials.map(({ host }) => host))];
      return { ok: true, profiles: profiles.map(stripped), hosts, file: outcome.file };
    }
    case "taken":
      return refused("netrc-taken", { host: outcome.machine, file: outcome.file });
    case "refused":
      return refused("netrc-refused", { file: outcome.file ?? ".netrc", problem: outcome.detail });
    default:
      return outcome satisfies never;
  }
}

function refused(code: ProfileProblem["code"], values: ProfileProblem["values"]): Moved {
  return { ok: false, problem: { code, at: "", values } };
}

/** The variables of a profile that have a value. */
function valuesOf(profile: Profile): readonly (readonly [string, string])[] {
  return Object.entries(profile.env).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function unfitness({ scheme, host, login, password }: UrlCredentials): ProfileProblem | null {
  if (scheme !== "https") return { code: "credentials-over-http", at: "", values: { host } };
  const fits = [host, login, password].every(isNetrcWord);
  return fits ? null : { code: "credentials-unfit", at: "", values: { host } };
}

function entriesFor({ host, login, password }: UrlCredentials, goMinor: number): readonly NetrcEntry[] {
  // [::1]:8443 was ::1 to releases before.
  const alone = host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
  const machines = goMinor < FIRST_WITH_PORT && alone !== host ? [host, alone] : [host];
  return machines.map((machine) => ({ machine, login, password }));
}

function stripped(profile: Profile): Profile {
  const env = Object.entries(profile.env).map(([name, value]) => [
    name,
    value === null ? null : withoutCredentials(value),
  ]);
  return { ...profile, env: Object.fromEntries(env) as Profile["env"] };
}
