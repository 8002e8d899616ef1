import type { EffectiveEnv } from "../../../shared/domain/goenv.ts";
import type { LintContext } from "../../../shared/domain/lint-finding.ts";
import { readNow } from "./go-env-file.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the linter judges the values in force in the light of, the text of the go env file included. */
export function lintContext(env: EffectiveEnv, { env: environment, platform }: Surroundings): LintContext {
  return {
    platform,
    environment,
    fileText: textOf(env.file),
    ...(env.go === null ? {} : { goVersion: env.go.version }),
  };
}

/** The whole file with its byte order mark, if any; `null` where go would read nothing either. */
function textOf(file: string | null): string | null {
  // Missing, a folder, or not ours to read: the go command goes on without it, and says nothing (cfg.initEnvCache).
  const content = file === null ? null : readNow(file);
  return content?.kind === "bytes" ? content.bytes.toString("utf8") : null;
}
