// What a draft of a profile would come to.
import { consequences } from "../../shared/domain/consequences.ts";
import { redact } from "../../shared/domain/endpoint.ts";
import { type Explanation, explainModule } from "../../shared/domain/explain.ts";
import { modulePathFault, parseModuleQuery } from "../../shared/domain/explain-module-path.ts";
import type { EffectiveEnv } from "../../shared/domain/goenv.ts";
import { goproxyInForce } from "../../shared/domain/judgement.ts";
import { lintEnv } from "../../shared/domain/lint.ts";
import { type Finding, shownFinding } from "../../shared/domain/lint-finding.ts";
import { outlook } from "../../shared/domain/outlook.ts";
import { type Profile, profileChain } from "../../shared/domain/profile.ts";
import { type ProfileProblem, profileProblems } from "../../shared/domain/profile-check.ts";
import { profilesOf } from "../../shared/domain/profile-settings.ts";
import { autoUnsafe } from "../../shared/domain/safety.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { State } from "../../shared/domain/state.ts";
import { whatIf } from "../../shared/domain/what-if.ts";
import type { PlannedChange, ProfilePreview } from "../../shared/ipc/profile-calls.ts";
import type { Surroundings } from "./goenv/surroundings.ts";

/** The profile of that name; `undefined` when there is none. */
export function findProfile(settings: Settings, name: string | null): Profile | undefined {
  return profilesOf(settings).find((profile) => profile.name === name);
}

/** The draft with the kept value wherever its hidden form came back unchanged, and with what this version does not know. */
export function withKept(draft: Profile, kept: Profile | undefined): Profile {
  if (kept === undefined) return draft;
  const entries = Object.entries(draft.env).map(([name, value]) => {
    const before = kept.env[name];
    return [name, typeof before === "string" && value === redact(before) ? before : value] as const;
  });
  // What the draft says nothing of, it has no more; what this version does not know stays.
  const rest = Object.entries(kept).filter(([name]) => name !== "title" && name !== "note");
  return { ...Object.fromEntries(rest), ...draft, env: Object.fromEntries(entries) };
}

/** What a preview is made from. */
interface Asked {
  readonly settings: Settings;
  readonly replaces: string | null;
  readonly module: string;
  readonly state: State;
  readonly surroundings: Surroundings;
}

/** Everything that can be told of the draft before it is kept. */
export function previewOf(draft: Profile, { settings, replaces, module, state, surroundings }: Asked): ProfilePreview {
  const env: EffectiveEnv = state.env ?? { file: null, go: null, variables: {} };
  const now = valuesOf(env);
  const changes = Object.entries(draft.env).map(([name, value]) => [name, value ?? ""] as const);
  const then = { ...now, ...Object.fromEntries(changes) };
  const goVersion = env.go?.version;
  const chain = profileChain(draft, goproxyInForce(state));
  return {
    problems: problemsOf(draft, { settings, replaces, surroundings }),
    findings: findingsOf(draft, { env, then, surroundings }),
    outlook: outlook(chain, state.windows, state.policy, state.at),
    whatIf: whatIf(chain, goVersion),
    consequences: consequences(now, then),
    changes: plannedChanges(draft, env),
    unsafe: autoUnsafe(draft, now),
    explanation: explanationOf(module, { ...then, GOPROXY: chain }, goVersion),
  };
}

function valuesOf({ variables }: EffectiveEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]));
}

function explanationOf(
  text: string,
  variables: Readonly<Record<string, string>>,
  goVersion: string | undefined,
): Explanation | null {
  const { path } = parseModuleQuery(text.trim());
  return path === "" || modulePathFault(path) !== null ? null : explainModule(path, variables, goVersion);
}

/** What the linter says of the values that the draft sets, as if they were in the go env file. */
function findingsOf(
  draft: Profile,
  {
    env,
    then,
    surroundings,
  }: {
    readonly env: EffectiveEnv;
    readonly then: Readonly<Record<string, string>>;
    readonly surroundings: Surroundings;
  },
): readonly Finding[] {
  const variables = Object.fromEntries(
    Object.entries(then)
      .filter(([name]) => draft.env[name] !== null)
      .map(([name, value]) => [name, { value, origin: "file" as const }]),
  );
  const found = lintEnv({ file: env.file, go: env.go, variables }, { platform: surroundings.platform });
  return found.filter(({ at }) => at !== undefined && typeof draft.env[at.variable] === "string").map(shownFinding);
}

function plannedChanges(draft: Profile, { variables }: EffectiveEnv): readonly PlannedChange[] {
  return Object.entries(draft.env).flatMap(([name, after]): readonly PlannedChange[] => {
    const known = variables[name];
    const isHidden = known?.origin === "os";
    const before = known?.origin === "file" ? known.value : (known?.shadows ?? null);
    if (before === after && !isHidden) return [];
    const show = (value: string | null): string | null => (value === null ? null : redact(value));
    return [{ name, before: show(before), after: show(after), ...(isHidden ? { hiddenBy: redact(known.value) } : {}) }];
  });
}

/** What keeps the draft from being kept in the place of `replaces`. */
export function problemsOf(
  draft: Profile,
  { settings, replaces, surroundings }: Pick<Asked, "replaces" | "settings" | "surroundings">,
): readonly ProfileProblem[] {
  const isTaken = draft.name !== replaces && findProfile(settings, draft.name) !== undefined;
  const taken: readonly ProfileProblem[] = isTaken
    ? [{ code: "profile-exists", at: "name", values: { profile: draft.name } }]
    : [];
  return [...taken, ...profileProblems(draft, surroundings.platform)];
}
