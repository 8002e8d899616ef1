// What the Profiles view asks of the engine: profiles to edit, what a draft would come to, and keeping it. Nothing secret
// leaves: a value whose credentials are hidden and that comes back unchanged is taken for the one that is kept.
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { exportProfile } from "../../shared/domain/profile-export.ts";
import { profilesOf, withBuiltin, withoutProfile, withProfile } from "../../shared/domain/profile-settings.ts";
import { hiddenIn, shownProfile } from "../../shared/domain/profile-shown.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { ProfileCalls, ProfileDocument, SaveOutcome } from "../../shared/ipc/profile-calls.ts";
import type { CallHost } from "./call-host.ts";
import type { Surroundings } from "./goenv/surroundings.ts";
import { importText } from "./profile-import.ts";
import { findProfile, previewOf, problemsOf, withKept } from "./profile-preview.ts";
import { credentialsProblem, moveCredentials } from "./secrets/move-credentials.ts";

type Handlers = { readonly [K in keyof ProfileCalls]: (...args: Parameters<ProfileCalls[K]>) => unknown };

/** The answers to the calls about profiles. */
export function profileCalls(host: CallHost): Handlers {
  const { doors } = host;
  // Without surroundings there is no netrc to move credentials to.
  const surroundings = doors.surroundings ?? { env: {}, platform: process.platform };
  const change = (how: (settings: Settings) => Settings): null => {
    doors.settings.update(how);
    host.settingsChanged();
    return null;
  };
  return {
    "profile:list": () => {
      const settings = doors.settings.read();
      const fingerprint = host.state().attachment?.fingerprint ?? "";
      return {
        profiles: profilesOf(settings).map((profile) => documentOf(profile, settings)),
        removed: settings.removedProfiles.filter((name) => BUILTIN_PROFILES.some((known) => known.name === name)),
        fingerprint: fingerprint === "" ? null : fingerprint,
      };
    },
    "profile:preview": ({ draft, replaces, module }) => {
      const settings = doors.settings.read();
      const whole = withKept(draft, findProfile(settings, replaces));
      return previewOf(whole, { settings, replaces, module, state: host.state(), surroundings });
    },
    "profile:save": (asked) => {
      const outcome = save(host, asked, surroundings);
      if (outcome.ok) host.settingsChanged();
      return outcome;
    },
    "profile:remove": (name) => change((settings) => withoutProfile(settings, name)),
    "profile:reset": (name) => change((settings) => withBuiltin(settings, name)),
    "profile:order": (names) => change((settings) => ({ ...settings, profileOrder: [...new Set(names)] })),
    "profile:import": ({ text, replace }) => {
      const outcome = importText(doors.settings, { text, replace }, surroundings);
      if (outcome.ok) host.settingsChanged();
      return outcome;
    },
    "profile:export": ({ name, format }) => {
      const all = profilesOf(doors.settings.read());
      const chosen = name === null ? all : all.filter((profile) => profile.name === name);
      const [first] = chosen;
      if (first === undefined) throw new Error(`no profile is named ${name ?? ""}`);
      const shown = chosen.map(shownProfile);
      const document = name === null ? { profiles: shown } : shown[0];
      const text = format === "json" ? JSON.stringify(document, null, 2) : exportProfile(first, format);
      return { text: `${text}\n`, leftOut: chosen.some((profile) => hiddenIn(profile).length > 0) };
    },
  };
}

function documentOf(profile: Profile, { profiles }: Settings): ProfileDocument {
  const isBuiltin = BUILTIN_PROFILES.some(({ name }) => name === profile.name);
  const isOwn = profiles.some(({ name }) => name === profile.name);
  const origin = isBuiltin ? (isOwn ? "changed" : "builtin") : "own";
  return { profile: shownProfile(profile), origin, hidden: hiddenIn(profile) };
}

/** Keeps the draft, in the place of the profile it replaces. */
function save(
  { doors, state }: CallHost,
  { draft, replaces, storeCredentials }: Parameters<ProfileCalls["profile:save"]>[0],
  surroundings: Surroundings,
): SaveOutcome {
  let outcome: SaveOutcome = { ok: false, problems: [] };
  doors.settings.update((settings) => {
    const before = findProfile(settings, replaces);
    const whole = withKept(draft, before);
    const problems = problemsOf(whole, { settings, replaces, surroundings });
    const said = Object.keys(whole.env).filter((name) => whole.env[name] !== before?.env[name]);
    const secret = storeCredentials ? null : credentialsProblem([whole], said, surroundings);
    const all = secret === null ? problems : [...problems, secret];
    if (all.length > 0) {
      outcome = { ok: false, problems: all };
      return settings;
    }
    const moved = storeCredentials
      ? moveCredentials([whole], state().env?.go?.version, surroundings)
      : { ok: true as const, profiles: [whole], hosts: [], file: "" };
    if (!moved.ok) {
      outcome = { ok: false, problems: [moved.problem] };
      return settings;
    }
    const { hosts, file } = moved;
    outcome = { ok: true, name: whole.name, hosts, file };
    return moved.profiles.reduce(withProfile, renamed(settings, replaces, whole.name));
  });
  return outcome;
}

/** The settings ready for a profile that takes the place of one of another name. */
function renamed(settings: Settings, from: string | null, to: string): Settings {
  if (from === null || from === to) return settings;
  const order = profilesOf(settings).map(({ name }) => (name === from ? to : name));
  return { ...withoutProfile(settings, from), profileOrder: order };
}
