// Credentials in the URLs of a profile that a command is given: refused, or moved into the user's netrc.
import type { Profile } from "../../shared/domain/profile.ts";
import type { ProfileProblem } from "../../shared/domain/profile-check.ts";
import type { Surroundings } from "../engine/goenv/surroundings.ts";
import { readsNetrc } from "../engine/secrets/credentials-for.ts";
import { credentialsProblem, moveCredentials } from "../engine/secrets/move-credentials.ts";
import { EXIT, Objection } from "./objection.ts";
import type { Session } from "./session.ts";

/** Where credentials may be moved to. */
export const CREDENTIAL_STORES = ["netrc"] as const;

/** One of the places where credentials may be moved to. */
export type CredentialStore = (typeof CREDENTIAL_STORES)[number];

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
  if (store === undefined) {
    const keep: SecretKeeper["keep"] = (profiles, touched) => {
      const problem = credentialsProblem(profiles, touched, surroundings);
      if (problem !== null) throw objectionTo(problem);
      return profiles;
    };
    return { keep, tell: () => undefined };
  }
  const { go } = await session.goEnv().read();
  const found: { hosts: readonly string[]; file: string } = { hosts: [], file: "" };
  return {
    keep: (profiles) => {
      const moved = moveCredentials(profiles, go?.version, surroundings);
      if (!moved.ok) throw objectionTo(moved.problem);
      found.hosts = moved.hosts;
      found.file = moved.file;
      return moved.profiles;
    },
    tell: () => {
      if (found.hosts.length > 0) tellStored(session, found, surroundings);
    },
  };
}

function objectionTo({ code, values }: ProfileProblem): Objection {
  return new Objection(code, values, code === "netrc-refused" ? EXIT.refused : EXIT.usage);
}

function tellStored(
  { terminal }: Session,
  { hosts, file }: { readonly hosts: readonly string[]; readonly file: string },
  surroundings: Surroundings,
): void {
  terminal.note(terminal.t("cli:profile.stored", { hosts: hosts.join(", "), file }));
  if (!readsNetrc(surroundings)) terminal.note(terminal.t("cli:profile.netrc-unread"));
}
