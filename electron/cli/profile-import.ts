// `profile import`: profiles from a file, all or none.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type Command, Option } from "commander";

import type { Profile } from "../../shared/domain/profile.ts";
import { parseProfiles } from "../../shared/domain/profile-schema.ts";
import { profilesOf, withProfile } from "../../shared/domain/profile-settings.ts";
import { shownProfile } from "../../shared/domain/profile-shown.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import { sayComplaint } from "../../shared/view/profile-complaint.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { checkProfile } from "./profile-document.ts";
import { CREDENTIAL_STORES, type CredentialStore, secretKeeper } from "./profile-secrets.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";

/** More than any set of profiles takes, and little enough to read at once. */
const MAX_FILE_BYTES = 1_000_000;

/** Most complaints that are told at once; whoever has more has a file of another kind. */
const MOST_COMPLAINTS = 20;

const STANDARD_INPUT = "-";

interface ImportOptions {
  readonly replace?: true;
  readonly storeCredentials?: CredentialStore;
}

/** Adds `profile import`. */
export function addProfileImport(profile: Command, shell: Shell): void {
  const { t } = shell;
  describe(profile.command("import"), "profile-import", t)
    .argument("<file>", t("cli:help.argument.profile-file"))
    .option("--replace", t("cli:help.option.replace"))
    .addOption(
      new Option("--store-credentials <where>", t("cli:help.option.store-credentials")).choices(CREDENTIAL_STORES),
    )
    .action((file: string, options: ImportOptions, command: Command) =>
      shell.run(command, (session) => importProfiles(session, file, options)),
    );
}

async function importProfiles(session: Session, file: string, options: ImportOptions): Promise<ExitCode> {
  const { terminal } = session;
  const given = readProfiles(file);
  for (const profile of given) checkProfile(profile);
  const keeper = await secretKeeper(session, options.storeCredentials);
  let kept: readonly Profile[] = [];
  session.settings().update((settings) => {
    if (options.replace !== true) objectToClash(given, settings);
    kept = keeper.keep(given);
    return kept.reduce(withProfile, settings);
  });
  if (terminal.json) terminal.printJson({ profiles: kept.map(shownProfile) });
  else for (const { name } of kept) terminal.print(terminal.t("cli:profile.imported", { profile: name }));
  keeper.tell();
  return EXIT.fine;
}

/** A profile that is there already, and is another one, is not replaced unasked. */
function objectToClash(given: readonly Profile[], settings: Settings): void {
  const known = profilesOf(settings);
  const clashes = given.filter((profile) => {
    const other = known.find(({ name }) => name === profile.name);
    return other !== undefined && !isDeepStrictEqual(other, profile);
  });
  if (clashes.length > 0)
    throw new Objection("profiles-exist", { profiles: clashes.map(({ name }) => name).join(", ") });
}

function readProfiles(file: string): readonly Profile[] {
  const parsed = parseProfiles(parseJson(file, readText(file)));
  if ("profiles" in parsed) return parsed.profiles;
  const told = parsed.complaints.slice(0, MOST_COMPLAINTS);
  throw new Objection("bad-profile-file", { file, problem: (t) => told.map((one) => sayComplaint(t, one)).join("; ") });
}

function readText(file: string): string {
  try {
    const text = readFileSync(file === STANDARD_INPUT ? process.stdin.fd : file, "utf8");
    if (text.length > MAX_FILE_BYTES)
      throw new Objection("bad-profile-file", { file, problem: `> ${MAX_FILE_BYTES} B` });
    return text;
  } catch (error) {
    if (error instanceof Objection) throw error;
    throw new Objection("file-unreadable", { file, problem: (error as Error).message }, EXIT.refused);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The words of the parser quote the text around the mistake, which may be a password.
    const place = /position \d+.*$|line \d+ column \d+.*$/.exec(error.message)?.[0] ?? "";
    throw new Objection("bad-profile-file", { file, problem: (t) => t("cli:profile-file.no-json", { place }) });
  }
}
