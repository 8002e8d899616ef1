import { useMemo } from "react";
import type { Sample } from "../../../shared/domain/sample.ts";
import { useSpeech } from "../../speech.ts";
import type { Span } from "./chart-data.ts";
import { type StageLine, stageData } from "./stage-data.ts";

/** Size of the drawing in its own units. */
const WIDTH = 960;
const HEIGHT = 280;

/** Where the time of one endpoint's looks went, stage upon stage. Only where single looks are kept: counts know no stages. */
export function StageChart(props: {
  readonly samples: readonly Sample[];
  readonly endpoint: string | undefined;
  readonly span: Span;
  readonly hasLooks: boolean;
}) {
  const { t, millis } = useSpeech();
  const { samples, endpoint, span, hasLooks } = props;
  const { at, stages } = useMemo(() => stageData(samples, endpoint ?? "", span), [samples, endpoint, span]);
  if (!hasLooks) return <p className="empty">{t("history:stages.only-looks")}</p>;
  if (endpoint === undefined) return <p className="empty">{t("history:stages.choose")}</p>;
  const highest = Math.max(1, ...(stages.at(-1)?.tops ?? []).map((top) => top ?? 0));
  return (
    <figure className="stages">
      <figcaption>
        {t("history:stages.of", { endpoint: endpoint.replace(/^https:\/\//, ""), most: millis(highest) })}
      </figcaption>
      <svg
        className="stages-picture"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={sayStages(stages, { t, millis })}
      >
        {stages.flatMap((stage) =>
          at.map((time, n) => (
            <Piece key={`${stage.word} ${time}`} stage={stage} at={n} count={at.length} highest={highest} />
          )),
        )}
      </svg>
      <ul className="stages-legend">
        {stages.map(({ word, values }, n) => (
          <li key={word}>
            <span className={`stage-swatch stage-swatch-${n + 1}`} aria-hidden="true" />
            {t(word)} <span className="hint">{millis(middleOf(values))}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Piece(props: {
  readonly stage: StageLine;
  readonly at: number;
  readonly count: number;
  readonly highest: number;
}) {
  const { stage, at, count, highest } = props;
  const [value, top] = [stage.values[at], stage.tops[at]];
  if (value === null || value === undefined || top === null || top === undefined) return null;
  const width = WIDTH / count;
  return (
    <rect
      className={`stage-${stage.token.replace("--stage-", "")}`}
      x={at * width}
      y={HEIGHT - (top / highest) * HEIGHT}
      width={width - 1}
      height={(value / highest) * HEIGHT}
    />
  );
}

function middleOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

function sayStages(
  stages: readonly StageLine[],
  { t, millis }: Pick<ReturnType<typeof useSpeech>, "millis" | "t">,
): string {
  const said = stages.map(({ word, values }) =>
    t("window:endpoints.stage", { stage: t(word), time: millis(middleOf(values)) }),
  );
  return said.join(" · ");
}
