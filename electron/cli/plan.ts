import { fileValue } from "../../shared/domain/active-profile.ts";
import type { ApplyOutcome, Change, EffectiveEnv, Warning } from "../../shared/domain/goenv.ts";
import { refusedValue } from "../../shared/domain/goenv-values.ts";
import { isTemplate, type Profile } from "../../shared/domain/profile.ts";

/**
 * What a use of the profile would change in the go env file, without touching it; for a template, that it is refused. Says
 * nothing about permissions.
 */
export function planUse(profile: Profile, env: EffectiveEnv, warnings: readonly Warning[]): ApplyOutcome {
  const changes = Object.entries(profile.env)
    .map(([name, after]): Change => ({ name, before: fileValue(env, name), after }))
    .filter(({ before, after }) => before !== after);
  const rest = { changes, warnings };
  if (isTemplate(profile)) {
    const detail = profile.env["GOPROXY"] ?? "";
    return { outcome: "refused", reason: "template", detail, file: env.file, changes: [], warnings };
  }
  if (env.file === null) {
    const isOff = env.variables["GOENV"]?.value === "off";
    const refused = { outcome: "refused", file: null, ...rest } as const;
    return { ...refused, reason: isOff ? "goenv-off" : "no-config-dir", detail: isOff ? "GOENV=off" : "" };
  }
  const context = env.go === null ? {} : { goVersion: env.go.version };
  const refusal = changes.map(({ name, after }) => refusedValue(name, after, context)).find((text) => text !== null);
  if (refusal !== undefined) {
    return { outcome: "refused", reason: "invalid-value", detail: refusal, file: env.file, ...rest };
  }
  return { outcome: changes.length === 0 ? "unchanged" : "written", file: env.file, ...rest };
}
