// The `profile` commands that change the settings: add, edit, remove; import is in profile-import.ts. Each change is one update of the settings
// under their lock, so that nothing another process writes at the same time is lost.
import { type Command, Option } from "commander";

import type { Profile } from "../../shared/domain/profile.ts";
import { profilesOf, withoutProfile, withProfile } from "../../shared/domain/profile-settings.ts";
import { shownProfile } from "../../shared/domain/profile-shown.ts";
import { createNetworkSource } from "../engine/network/network-source.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import {
  assignedNames,
  changeProfile,
  emptyProfile,
  type ProfileEdit,
  type ProfileOptions,
} from "./profile-document.ts";
import { addProfileImport } from "./profile-import.ts";
import { findProfile } from "./profile-list.ts";
import { CREDENTIAL_STORES, type SecretKeeper, secretKeeper } from "./profile-secrets.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";

/** Adds the commands that change profiles to `profile`. */
export function addProfileChanges(profile: Command, shell: Shell): void {
  const { t } = shell;
  withValues(describe(profile.command("add"), "profile-add", t), shell).action(
    (name: string, values: readonly string[], options: ProfileOptions, command: Command) =>
      shell.run(command, (session) => add(session, name, values, options)),
  );
  withValues(describe(profile.command("edit"), "profile-edit", t), shell)
    .option("--drop <variable...>", t("cli:help.option.drop"))
    .action((name: string, values: readonly string[], options: ProfileOptions, command: Command) =>
      shell.run(command, (session) => edit(session, name, values, options)),
    );
  describe(profile.command("remove"), "profile-remove", t)
    .argument("<name>", t("cli:help.argument.profile"))
    .action((name: string, _options: unknown, command: Command) =>
      shell.run(command, (session) => remove(session, name)),
    );
  addProfileImport(profile, shell);
}

function withValues(command: Command, { t }: Shell): Command {
  return command
    .argument("<name>", t("cli:help.argument.profile"))
    .argument("[KEY=VALUE...]", t("cli:help.argument.assignment"))
    .option("--title <text>", t("cli:help.option.title"))
    .option("--note <text>", t("cli:help.option.note"))
    .option("--kinds <list>", t("cli:help.option.kinds"))
    .option("--kind <kind...>", t("cli:help.option.kind"))
    .option("--here", t("cli:help.option.here"))
    .option("--no-here", t("cli:help.option.no-here"))
    .option("--unset <variable...>", t("cli:help.option.unset"))
    .addOption(
      new Option("--store-credentials <where>", t("cli:help.option.store-credentials")).choices(CREDENTIAL_STORES),
    );
}

async function add(
  session: Session,
  name: string,
  values: readonly string[],
  options: ProfileOptions,
): Promise<ExitCode> {
  const made = changeProfile(emptyProfile(name), values, await withNetwork(session, options));
  if (Object.keys(made.env).length === 0) throw new Objection("nothing-to-change", { profile: name });
  const keeper = await secretKeeper(session, options.storeCredentials);
  const written = session.settings().update((settings) => {
    const taken = profilesOf(settings).some((p) => p.name === name);
    if (taken) throw new Objection("profile-exists", { profile: name });
    return keeper.keep([made]).reduce(withProfile, settings);
  });
  return tell(session, findProfile(written.profiles, name), { what: "added", keeper });
}

async function edit(
  session: Session,
  name: string,
  values: readonly string[],
  options: ProfileOptions,
): Promise<ExitCode> {
  if (values.length === 0 && Object.keys(options).length === 0) {
    throw new Objection("nothing-to-change", { profile: name });
  }
  const wanted = await withNetwork(session, options);
  const keeper = await secretKeeper(session, options.storeCredentials);
  const written = session.settings().update((settings) => {
    const before = findProfile(profilesOf(settings), name);
    const changed = changeProfile(before, values, wanted);
    return keeper.keep([changed], assignedNames(values)).reduce(withProfile, settings);
  });
  return tell(session, findProfile(written.profiles, name), { what: "edited", keeper });
}

/** What was said, with the network of now where it is about that. */
async function withNetwork(session: Session, options: ProfileOptions): Promise<ProfileEdit> {
  if (options.here === undefined) return options;
  // Its salt lies among Gangway's files, whose folder is made with the settings.
  session.settings();
  const { fingerprint } = await createNetworkSource(session.home, session.terminal.clock).look();
  if (fingerprint === "") throw new Objection("no-network");
  return { ...options, fingerprint };
}

function remove(session: Session, name: string): ExitCode {
  const removed = findProfile(session.profiles(), name);
  session.settings().update((settings) => withoutProfile(settings, name));
  return tell(session, removed, { what: "removed" });
}

interface Told {
  readonly what: "added" | "edited" | "removed";
  readonly keeper?: SecretKeeper;
}

function tell({ terminal }: Session, profile: Profile, { what, keeper }: Told): ExitCode {
  if (terminal.json) terminal.printJson(shownProfile(profile));
  else terminal.print(terminal.t(`cli:profile.${what}`, { profile: profile.name }));
  keeper?.tell();
  return EXIT.fine;
}
