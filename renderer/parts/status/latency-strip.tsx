import type { Sample } from "../../../shared/domain/sample.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { type Speech, useSpeech } from "../../speech.ts";

/** As many looks as a snapshot holds of one endpoint at most. */
const SLOTS = 60;
/** Height of the drawing in its own units. */
const HEIGHT = 24;
/** A look this long fills the height: beyond a second, how slow it was matters less than that it was slow. */
const FULL: Millis = 1_000;

/** The last looks at one endpoint: a bar each, as high as it was slow, and a cross for a failed one. */
export function LatencyStrip({ samples }: { readonly samples: readonly Sample[] }) {
  const speech = useSpeech();
  const offset = SLOTS - samples.length;
  return (
    <svg
      className="strip"
      role="img"
      aria-label={labelOf(samples, speech)}
      preserveAspectRatio="xMinYMid"
      viewBox={`0 0 ${SLOTS * 4} ${HEIGHT}`}
    >
      {samples.map((sample, at) => (
        <Look key={sample.at} sample={sample} x={(offset + at) * 4} />
      ))}
    </svg>
  );
}

function Look({ sample, x }: { readonly sample: Sample; readonly x: number }) {
  if (sample.failure !== null) {
    const middle = HEIGHT / 2;
    return (
      <path
        className={sample.failure.kind === "local" ? "strip-local" : "strip-failed"}
        d={`M${x} ${middle - 6}l3 12m0 -12l-3 12`}
      />
    );
  }
  // The root spreads small times, where most of them are.
  const height = Math.max(2, Math.min(1, Math.sqrt(sample.totalMs / FULL)) * HEIGHT);
  return <rect className="strip-good" x={x} y={HEIGHT - height} width={3} height={height} />;
}

function labelOf(samples: readonly Sample[], { t, millis, number }: Speech): string {
  if (samples.length === 0) return t("window:endpoints.strip-empty");
  const good = samples.filter((sample) => sample.failure === null);
  if (good.length === 0) return t("window:endpoints.strip-failed", { count: samples.length });
  const slowest = millis(Math.max(...good.map((sample) => sample.totalMs)));
  return t("window:endpoints.strip", { count: samples.length, failed: number(samples.length - good.length), slowest });
}
