import type { Sample, StageTimings } from "../../../shared/domain/sample.ts";
import { percentile } from "../../../shared/domain/sample-window.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { type Span, STAGE_BUCKETS } from "./chart-data.ts";

/** The stages of a look, in order: the field of the sample, the token that colours it, and its words. */
const STAGES = [
  { field: "resolveMs", token: "--stage-resolve", word: "words:stage.resolve" },
  { field: "connectMs", token: "--stage-connect", word: "words:stage.connect" },
  { field: "handshakeMs", token: "--stage-handshake", word: "words:stage.handshake" },
  { field: "ttfbMs", token: "--stage-wait", word: "window:endpoints.first-byte" },
] as const satisfies readonly { field: keyof StageTimings; token: string; word: string }[];

/** One stage over a span: how long it took in the middle, and where its piece of the stack ends. */
export interface StageLine {
  readonly word: string;
  readonly token: string;
  readonly values: readonly (Millis | null)[];
  readonly tops: readonly (Millis | null)[];
}

/** The stages of one endpoint's good looks within the span, in the order of the stack. */
export function stageData(
  samples: readonly Sample[],
  endpoint: string,
  span: Span,
): {
  readonly at: readonly number[];
  readonly stages: readonly StageLine[];
} {
  const width = (span.to - span.from) / STAGE_BUCKETS;
  const at = Array.from({ length: STAGE_BUCKETS }, (_, n) => span.from + (n + 0.5) * width);
  const buckets: Sample[][] = at.map(() => []);
  for (const sample of samples) {
    const bucket = Math.floor((sample.at - span.from) / width);
    if (sample.endpoint === endpoint && sample.failure === null) buckets[bucket]?.push(sample);
  }
  let below: readonly (Millis | null)[] = at.map(() => 0);
  const stages = STAGES.map(({ field, token, word }): StageLine => {
    const values = buckets.map((looks) =>
      looks.length === 0
        ? null
        : percentile(
            looks.map(({ stages }) => stages[field] ?? 0),
            0.5,
          ),
    );
    const tops = values.map((value, n) => (value === null ? null : (below[n] ?? 0) + value));
    below = tops;
    return { word, token, values, tops };
  });
  return { at, stages };
}
