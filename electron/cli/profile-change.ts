// The `profile` commands that change the settings: add, edit, remove, import. Each change is one update of the settings
// under their lock, so that nothing another process writes at the same time is lost.
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { BUILTIN_PROFILES, effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { type Complaint, parseProfiles } from "../../shared/domain/profile-schema.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import { changeProfile, checkProfile, emptyProfile, type ProfileOptions } from "./profile-document.ts";
import { findProfile, shownProfile } from "./profile-list.ts";
import type { Session } from "./session.ts";
import { describe, type Shell } from "./shell.ts";

/** More than any set of profiles takes, and little enough to read at once. */
const MAX_FILE_BYTES = 1_000_000;

const STANDARD_INPUT = "-";

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
  describe(profile.command("import"), "profile-import", t)
    .argument("<file>", t("cli:help.argument.profile-file"))
    .action((file: string, _options: unknown, command: Command) =>
      shell.run(command, (session) => importProfiles(session, file)),
    );
}

function withValues(command: Command, { t }: Shell): Command {
  return command
    .argument("<name>", t("cli:help.argument.profile"))
    .argument("[KEY=VALUE...]", t("cli:help.argument.assignment"))
    .option("--title <text>", t("cli:help.option.title"))
    .option("--note <text>", t("cli:help.option.note"))
    .option("--kinds <list>", t("cli:help.option.kinds"))
    .option("--unset <variable...>", t("cli:help.option.unset"));
}

function add(session: Session, name: string, values: readonly string[], options: ProfileOptions): ExitCode {
  const made = changeProfile(emptyProfile(name), values, options);
  if (Object.keys(made.env).length === 0) throw new Objection("nothing-to-change", { profile: name });
  session.settings().update((settings) => {
    const taken = effectiveProfiles(settings.profiles, settings.removedProfiles).some((p) => p.name === name);
    if (taken) throw new Objection("profile-exists", { profile: name });
    return withProfile(settings, made);
  });
  return tell(session, made, "added");
}

function edit(session: Session, name: string, values: readonly string[], options: ProfileOptions): ExitCode {
  if (values.length === 0 && Object.keys(options).length === 0) {
    throw new Objection("nothing-to-change", { profile: name });
  }
  const written = session.settings().update((settings) => {
    const before = findProfile(effectiveProfiles(settings.profiles, settings.removedProfiles), name);
    return withProfile(settings, changeProfile(before, values, options));
  });
  return tell(session, findProfile(written.profiles, name), "edited");
}

function remove(session: Session, name: string): ExitCode {
  const removed = findProfile(session.profiles(), name);
  session.settings().update((settings) => {
    const isBuiltin = BUILTIN_PROFILES.some((profile) => profile.name === name);
    const gone = settings.removedProfiles.filter((other) => other !== name);
    return {
      ...settings,
      profiles: settings.profiles.filter((profile) => profile.name !== name),
      removedProfiles: isBuiltin ? [...gone, name] : gone,
    };
  });
  return tell(session, removed, "removed");
}

function importProfiles(session: Session, file: string): ExitCode {
  const { terminal } = session;
  const profiles = readProfiles(file);
  for (const profile of profiles) checkProfile(profile);
  session.settings().update((settings) => profiles.reduce(withProfile, settings));
  if (terminal.json) terminal.printJson({ profiles: profiles.map(shownProfile) });
  else for (const { name } of profiles) terminal.print(terminal.t("cli:profile.imported", { profile: name }));
  return EXIT.fine;
}

/** The settings with the profile in the place of the one of its name, or as the last. */
function withProfile(settings: Settings, profile: Profile): Settings {
  const isKnown = settings.profiles.some((known) => known.name === profile.name);
  const profiles = isKnown
    ? settings.profiles.map((known) => (known.name === profile.name ? profile : known))
    : [...settings.profiles, profile];
  return { ...settings, profiles, removedProfiles: settings.removedProfiles.filter((name) => name !== profile.name) };
}

function tell({ terminal }: Session, profile: Profile, what: "added" | "edited" | "removed"): ExitCode {
  if (terminal.json) terminal.printJson(shownProfile(profile));
  else terminal.print(terminal.t(`cli:profile.${what}`, { profile: profile.name }));
  return EXIT.fine;
}

function readProfiles(file: string): readonly Profile[] {
  const parsed = parseProfiles(parseJson(file, readText(file)));
  if ("profiles" in parsed) return parsed.profiles;
  const told = parsed.complaints.map(({ at, message }: Complaint) => (at === "" ? message : `${at}: ${message}`));
  throw new Objection("bad-profile-file", { file, problem: told.join("; ") });
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
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Objection("bad-profile-file", { file, problem: (error as Error).message });
  }
}
