import type { Sample, StageTimings } from "../../../shared/domain/sample.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { type Speech, useSpeech } from "../../speech.ts";

/** The stages that a look's time is made of, in order, each with its field of the sample and its words. */
const STAGES = [
  { name: "resolve", field: "resolveMs", word: "words:stage.resolve" },
  { name: "connect", field: "connectMs", word: "words:stage.connect" },
  { name: "tunnel", field: "tunnelMs", word: "words:stage.tunnel" },
  { name: "handshake", field: "handshakeMs", word: "words:stage.handshake" },
  { name: "wait", field: "ttfbMs", word: "window:endpoints.first-byte" },
] as const satisfies readonly { name: string; field: keyof StageTimings; word: string }[];

/** Width of the drawing in its own units. */
const WIDTH = 120;
const HEIGHT = 8;
/** The least that a stage which took any time is drawn as. */
const LEAST = 2;

/** Where the time of one good look went: a piece for each stage, the figures in its name. */
export function StageBar({ sample }: { readonly sample: Sample }) {
  const speech = useSpeech();
  const said = sayStages(sample, speech);
  return (
    <svg
      className="stage-bar"
      role="img"
      aria-label={said}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <title>{said}</title>
      {piecesOf(sample.stages).map(({ name, x, width }) => (
        <rect key={name} className={`stage-${name}`} x={x} width={width} height={HEIGHT} />
      ))}
    </svg>
  );
}

interface Piece {
  readonly name: string;
  readonly x: number;
  readonly width: number;
}

function timesOf(
  stages: StageTimings,
): readonly { readonly name: string; readonly word: string; readonly ms: Millis }[] {
  return STAGES.flatMap(({ name, field, word }) => {
    const ms = stages[field];
    return ms === null || ms === undefined ? [] : [{ name, word, ms }];
  });
}

function piecesOf(stages: StageTimings): readonly Piece[] {
  const times = timesOf(stages).filter(({ ms }) => ms > 0);
  const total = times.reduce((sum, { ms }) => sum + ms, 0);
  const room = WIDTH - LEAST * times.length;
  let x = 0;
  return times.map(({ name, ms }) => {
    const piece = { name, x, width: LEAST + (room * ms) / total };
    x += piece.width;
    return piece;
  });
}

/** Every stage with its time, and the whole. */
export function sayStages({ stages, totalMs }: Sample, { t, millis }: Speech): string {
  const said = timesOf(stages).map(({ word, ms }) => t("window:endpoints.stage", { stage: t(word), time: millis(ms) }));
  return t("window:endpoints.stages-said", { stages: said.join(" · "), total: millis(totalMs) });
}
