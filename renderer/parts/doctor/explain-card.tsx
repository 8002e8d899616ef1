import { useId } from "react";
import { redact } from "../../../shared/domain/endpoint.ts";
import type { Saying } from "../../../shared/domain/explain.ts";
import type { DirectWay } from "../../../shared/domain/explain-direct.ts";
import { modulePathFault, parseModuleQuery } from "../../../shared/domain/explain-module-path.ts";
import type { ModuleStory } from "../../../shared/ipc/doctor-calls.ts";
import { sayChecksumCosts, sayReuse } from "../../../shared/view/download-texts.ts";
import type { Translate } from "../../../shared/view/translate.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";
import { Card } from "../card.tsx";

/** The way that Go takes for a module of the reader's choice, and what it costs here. */
export function ExplainCard() {
  const { t } = useSpeech();
  const id = useId();
  const query = useArea("doctor", (state) => state.query);
  const type = useArea("doctor", (state) => state.type);
  const explain = useArea("doctor", (state) => state.explain);
  const story = useArea("doctor", (state) => state.story);
  const isWrong = story !== null && story.told === null && story.query === query.trim();
  return (
    <Card title={t("doctor:explain.title")}>
      <form
        className="ask-row"
        onSubmit={(event) => {
          event.preventDefault();
          void explain();
        }}
      >
        <div className="field">
          <label htmlFor={id}>{t("doctor:explain.module")}</label>
          <input
            id={id}
            type="text"
            className="code"
            placeholder="golang.org/x/net@v0.48.0"
            value={query}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={isWrong}
            aria-describedby={`${id}-more`}
            onChange={({ target }) => type(target.value)}
          />
        </div>
        <button type="submit" className="button primary" disabled={query.trim() === ""}>
          {t("doctor:explain.ask")}
        </button>
      </form>
      <div id={`${id}-more`} aria-live="polite">
        {isWrong && <NoModule given={query.trim()} />}
        {story !== null && story.told !== null && <Story story={story.told} />}
      </div>
    </Card>
  );
}

/** What the command line says of the same text: what is wrong, in Go's words, and what to write instead. */
function NoModule({ given }: { readonly given: string }) {
  const { t } = useSpeech();
  const problem = modulePathFault(parseModuleQuery(given).path) ?? "";
  const said = { given: redact(given), problem };
  return (
    <>
      <p className="hint hint-bad">{t("cli:error.bad-module.what", said)}</p>
      <p className="hint">
        {t("cli:error.bad-module.why", said)} {t("cli:error.bad-module.remedy")}
      </p>
    </>
  );
}

function Story({ story }: { readonly story: ModuleStory }) {
  const speech = useSpeech();
  const { t } = speech;
  const { explanation, version } = story;
  return (
    <>
      <p className="module-name">
        <code>{version === null ? explanation.module : `${explanation.module}@${version}`}</code>
      </p>
      <ol className="evidence route">
        {explanation.route.map(({ entry, why }, at) => (
          <li key={`${at} ${entry}`}>
            <code>{entry}</code> <span className="hint">{say(t, why)}</span>
          </li>
        ))}
      </ol>
      <dl className="facts facts-wide">
        {factsOf(story, speech).map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {explanation.warnings.map((warning) => (
        <p key={warning.code} className="note note-warn">
          {say(t, warning)}
        </p>
      ))}
    </>
  );
}

function say(t: Translate, { code, values }: Saying): string {
  return t(`lint:explain.${code}`, values);
}

function factsOf(story: ModuleStory, speech: Speech): readonly (readonly [string, string])[] {
  const { t } = speech;
  const { explanation, reuses, checksums } = story;
  const { direct, sumdb, verify } = explanation;
  const covered = explanation.private;
  return [
    [t("cli:explain.private"), covered === null ? t("cli:explain.public") : t("cli:explain.covered", { ...covered })],
    ...(direct === null ? [] : [[t("cli:explain.direct"), sayDirect(t, explanation.module, direct)] as const]),
    [t("cli:explain.sumdb"), say(t, sumdb.why)],
    ...verify.map((saying) => [t("cli:explain.verify"), say(t, saying)] as const),
    ...costOf(story, speech),
    ...reuses.map((reuse) => [t("doctor:explain.connections", { entry: reuse.entry }), sayReuse(t, reuse)] as const),
    ...(checksums === null ? [] : [[t("doctor:explain.checksums"), sayChecksumCosts(t, checksums)] as const]),
  ];
}

function sayDirect(t: Translate, path: string, way: DirectWay): string {
  if (way.kind === "impossible") return t("lint:explain.host-impossible");
  if (way.kind === "discovery") return t("lint:explain.host-discovery", { path });
  return t("lint:explain.host-static", { vcs: way.vcs, root: way.root });
}

function costOf({ outlook }: ModuleStory, speech: Speech): readonly (readonly [string, string])[] {
  if (outlook === null) return [];
  const { t, millis, percent, why } = speech;
  const { success, p50Ms, p95Ms, because } = outlook;
  const time = (ms: number | null): string => (ms === null ? t("window:profiles.no-end") : millis(ms));
  const said =
    success === null
      ? why(because)
      : t("doctor:explain.cost", {
          success: percent(success),
          p50: time(p50Ms),
          p95: time(p95Ms),
          because: why(because),
        });
  return [[t("cli:explain.cost"), said]];
}
