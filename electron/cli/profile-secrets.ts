// Credentials in the URLs of a profile: refused, or moved into the user's netrc, where the go command reads them. They
// never stay in the settings file.
import {
  credentialsIn,
  holdsCredentials,
  type UrlCredentials,
  withoutCredentials,
} from "../../shared/domain/credentials.ts";
import { minorOf } from "../../shared/domain/goenv-values.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import type { Surroundings } from "../engine/goenv/surroundings.ts";
import { readsNetrc } from "../engine/secrets/credentials-for.ts";
import { type NetrcOutcome, netrcPath, storeInNetrc } from "../engine/secrets/netrc.ts";
import { isNetrcWord, type NetrcEntry } from "../engine/secrets/netrc-text.ts";
import { EXIT, Objection } from "./objection.ts";
import type { Session } from "./session.ts";

/** Where credentials may be moved to. */
export const CREDENTIAL_STORES = ["netrc"] as const;

/** One of the places where credentials may be moved to. */
export type CredentialStore = (typeof CREDENTIAL_STORES)[number];

/** From this minor release on, Go looks for the host with its port in netrc; before, for the host alone. */
const FIRST_WITH_PORT = 24;

/** Takes credentials out of profiles before they are kept. */
export interface SecretKeeper {
  /**
   * The profiles without credentials, which are in netrc then; without a store it is an objection to find any. `touched`
   * are the variables that were just said; absent: all. To be called under the lock of the settings.
   */
  keep(profiles: readonly Profile[], touched?: readonly string[]): readonly Profile[];
  /** Says where the credentials went, if there were any. */
  tell(): void;
}

/** The keeper of one command. `store` is what `--store-credentials` says. */
export async function secretKeeper(session: Session, store: CredentialStore | undefined): Promise<SecretKeeper> {
  const surroundings: Surroundings = { env: session.terminal.environment, platform: process.platform };
  if (store === undefined)
    return { keep: (profiles, touched) => refuse(profiles, touched, surroundings), tell: () => undefined };
  const { go } = await session.goEnv().read();
  const found: { hosts: readonly string[]; file: string } = { hosts: [], file: "" };
  return {
    keep: (profiles) => {
      const credentials = profiles.flatMap(valuesOf).flatMap(([, value]) => credentialsIn(value));
      if (credentials.length === 0) return profiles;
      const entries = credentials.flatMap((one) => entriesFor(one, minorOf(go?.version)));
      found.file = settled(storeInNetrc(entries, surroundings));
      found.hosts = [...new Set(credentials.map(({ host }) => host))];
      return profiles.map(stripped);
    },
    tell: () => {
      if (found.hosts.length > 0) tellStored(session, found, surroundings);
    },
  };
}

/** The variables of a profile that have a value. */
function valuesOf(profile: Profile): readonly (readonly [string, string])[] {
  return Object.entries(profile.env).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function refuse(
  profiles: readonly Profile[],
  touched: readonly string[] | undefined,
  surroundings: Surroundings,
): readonly Profile[] {
  const found = profiles
    .flatMap(valuesOf)
    .find(([name, value]) => touched?.includes(name) !== false && holdsCredentials(value));
  if (found === undefined) return profiles;
  const [name, value] = found;
  const hosts = credentialsIn(value).map(({ host }) => host);
  throw new Objection("credentials-in-url", {
    name,
    hosts: hosts.join(", "),
    file: netrcPath(surroundings) ?? ".netrc",
  });
}

function entriesFor({ scheme, host, login, password }: UrlCredentials, goMinor: number): readonly NetrcEntry[] {
  if (scheme !== "https") throw new Objection("credentials-over-http", { host });
  if (![host, login, password].every(isNetrcWord)) throw new Objection("credentials-unfit", { host });
  // [::1]:8443 was ::1 to those releases.
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

/** The file that holds the credentials now; what kept them from getting there is an objection. */
function settled(outcome: NetrcOutcome): string {
  switch (outcome.kind) {
    case "stored":
    case "known":
      return outcome.file;
    case "taken":
      throw new Objection("netrc-taken", { host: outcome.machine, file: outcome.file });
    case "refused":
      throw new Objection("netrc-refused", { file: outcome.file ?? ".netrc", problem: outcome.detail }, EXIT.refused);
    default:
      return outcome satisfies never;
  }
}

function tellStored(
  { terminal }: Session,
  { hosts, file }: { readonly hosts: readonly string[]; readonly file: string },
  surroundings: Surroundings,
): void {
  terminal.note(terminal.t("cli:profile.stored", { hosts: hosts.join(", "), file }));
  if (!readsNetrc(surroundings)) terminal.note(terminal.t("cli:profile.netrc-unread"));
}
