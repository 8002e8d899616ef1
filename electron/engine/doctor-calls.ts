// What the Doctor view asks of the engine: findings and their remedies, a module's story, a diagnosis.
import { isDeepStrictEqual } from "node:util";
import { modulePathFault, parseModuleQuery } from "../../shared/domain/explain-module-path.ts";
import { beforeOf, byHand, dialectOf, type FoundFinding, sourceOf } from "../../shared/domain/finding-source.ts";
import type { EffectiveEnv } from "../../shared/domain/goenv.ts";
import { lintEnv } from "../../shared/domain/lint.ts";
import { type Finding, shownFinding } from "../../shared/domain/lint-finding.ts";
import { outlook } from "../../shared/domain/outlook.ts";
import { goClient } from "../../shared/domain/reuse.ts";
import { lastGood } from "../../shared/domain/sample.ts";
import type { DoctorCalls, ModuleStory } from "../../shared/ipc/doctor-calls.ts";
import type { CallHost } from "./call-host.ts";
import { Diagnoses } from "./diagnoses.ts";
import { lintContext } from "./goenv/lint-context.ts";
import { osValue, type Surroundings } from "./goenv/surroundings.ts";
import { osWarning } from "./goenv/switch-warnings.ts";
import { moduleStory } from "./module-story.ts";

type Handlers = { readonly [K in keyof DoctorCalls]: (...args: Parameters<DoctorCalls[K]>) => unknown };

/** The answers to the calls of the Doctor view. */
export function doctorCalls(host: CallHost): Handlers {
  const { doors } = host;
  const diagnoses = new Diagnoses(doors);
  host.onStop(() => {
    diagnoses.cancel();
    return diagnoses.settled;
  });
  return {
    "findings:read": async () => {
      const findings = foundIn(await doors.goEnv.read(), surroundingsOf(host));
      return { at: doors.clock.now(), findings };
    },
    "finding:fix": async (changes) => {
      // The window may ask for what the linter offers, and for nothing else.
      const findings = findingsIn(await doors.goEnv.read(), host);
      const isOffered = findings.some(({ fix }) => isDeepStrictEqual(fix?.changes, changes));
      if (!isOffered) throw new Error("no finding has this remedy any more");
      return host.fix(changes);
    },
    "module:explain": (query) => storyOf(query, host),
    "diagnosis:start": (url) => diagnoses.start(url),
    "diagnosis:read": () => diagnoses.state,
    "diagnosis:cancel": () => {
      diagnoses.cancel();
      return null;
    },
  };
}

function surroundingsOf({ doors }: CallHost): Surroundings {
  return doors.surroundings ?? { env: {}, platform: process.platform };
}

function findingsIn(env: EffectiveEnv, host: CallHost): readonly Finding[] {
  return lintEnv(env, lintContext(env, surroundingsOf(host)));
}

/** The findings without credentials, each with where it comes from and what can only be done by hand. */
function foundIn(env: EffectiveEnv, surroundings: Surroundings): readonly FoundFinding[] {
  const context = lintContext(env, surroundings);
  const dialect = dialectOf(surroundings.platform, surroundings.env["SHELL"]);
  const startupLine = (variable: string): string | undefined => {
    const value = env.variables[variable]?.value ?? osValue(surroundings, variable);
    return value === undefined ? undefined : osWarning(surroundings, variable, value).where;
  };
  return lintEnv(env, context).map((finding) => {
    const source = sourceOf(finding, { env, fileText: context.fileText, startupLine });
    const shown = shownFinding(finding);
    const command = byHand(shown, source, dialect);
    const before = beforeOf(shown, context.fileText);
    return {
      ...shown,
      ...(before === undefined ? {} : { before }),
      ...(source === undefined ? {} : { source }),
      ...(command === undefined ? {} : { byHand: command }),
    };
  });
}

function storyOf(query: string, { doors, state }: CallHost): ModuleStory | null {
  const { path, version } = parseModuleQuery(query.trim());
  if (path === "" || modulePathFault(path) !== null) return null;
  const { at, env, policy, windows } = state();
  const known: EffectiveEnv = env ?? { file: null, go: null, variables: {} };
  const { variables, processors } = doors.machine ?? { variables: {}, processors: 1 };
  const story = moduleStory(path, known, goClient(variables, processors, known.go?.version), {
    outlookOf: (goproxy) => outlook(goproxy, windows, policy, at),
    lastGoodOf: (endpoint) => lastGood(windows.get(endpoint)?.samples ?? []),
  });
  return { ...story, version: version ?? null };
}
