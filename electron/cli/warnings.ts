// What keeps a value from taking effect, and which profile is in force.
import { activeProfile } from "../../shared/domain/active-profile.ts";
import { trialCommand } from "../../shared/domain/desktop-route.ts";
import { redact } from "../../shared/domain/endpoint.ts";
import type { EffectiveEnv, Warning } from "../../shared/domain/goenv.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { osWarning } from "../engine/goenv/switch-warnings.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** The profile in force; `null` when the values match none. Of several that match, the one last switched to. */
export function activeOf(profiles: readonly Profile[], env: EffectiveEnv, session: Session): string | null {
  const last = session.history().switches({ limit: 1 }).at(-1);
  return activeProfile(profiles, env, last?.to ?? null);
}

/** Lines of the go env file that do nothing, and what the login shell exports otherwise than this process has it. */
export function environmentWarnings(env: EffectiveEnv): readonly Warning[] {
  const unheeded = (env.unheeded ?? []).map((name): Warning => ({ code: "unheeded-in-file", name }));
  const exported = (env.shell ?? []).map(
    ({ value, ...rest }): Warning => ({ code: "shadowed-by-shell", ...rest, value: redact(value) }),
  );
  return [...unheeded, ...exported];
}

/** The warnings that hold whatever is done next: hidden variables that a profile sets, GOENV=off, no go command. */
export function standingWarnings(env: EffectiveEnv, session: Session): readonly Warning[] {
  const managed = new Set(session.profiles().flatMap((profile) => Object.keys(profile.env)));
  const surroundings = { env: session.terminal.environment, platform: process.platform };
  const hidden = Object.entries(env.variables)
    .filter(([name, variable]) => variable.origin === "os" && managed.has(name))
    .map(([name, { value }]) => osWarning(surroundings, name, value));
  const off: readonly Warning[] = session.terminal.environment["GOENV"] === "off" ? [{ code: "goenv-off" }] : [];
  const noGo: readonly Warning[] = env.go === null ? [{ code: "go-not-found" }] : [];
  return [...off, ...noGo, ...hidden];
}

/** Says each warning on stderr. */
export function printWarnings(terminal: Terminal, warnings: readonly Warning[]): void {
  for (const warning of warnings) terminal.note(sayWarning(terminal, warning));
}

/** A warning in the reader's words, with the place to mend and the command to try the remedy, if they are known. */
export function sayWarning({ t }: Terminal, warning: Warning): string {
  const { code, name, value, where, endpoint } = warning;
  const sentence = t(`cli:warning.${code}`, { name: name ?? "", value: redact(value ?? ""), endpoint: endpoint ?? "" });
  const command = trialCommand(warning);
  const place = where === undefined ? [] : [t("cli:set-at", { where })];
  return [sentence, ...place, ...(command === null ? [] : [t("cli:try-first", { command })])].join(" ");
}
