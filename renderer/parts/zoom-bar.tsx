import type { Instant } from "../../shared/domain/time.ts";
import { useSpeech } from "../speech.ts";
import type { Span } from "./chart-data.ts";

/** Closer than this single looks lie so far apart that there is nothing more to see. */
const CLOSEST = 5 * 60_000;

function within(whole: Span, middle: Instant, length: number): Span {
  const fitting = Math.min(whole.to - whole.from, Math.max(CLOSEST, length));
  const from = Math.min(whole.to - fitting, Math.max(whole.from, middle - fitting / 2));
  return { from, to: from + fitting };
}

/** Zooming and moving without dragging. */
export function ZoomBar(props: {
  readonly whole: Span;
  readonly span: Span;
  readonly zoom: (span: Span | null) => void;
}) {
  const { t } = useSpeech();
  const { whole, span, zoom } = props;
  const length = span.to - span.from;
  const middle = (span.from + span.to) / 2;
  const steps = [
    { key: "earlier", to: within(whole, middle - length / 2, length), off: span.from <= whole.from },
    { key: "later", to: within(whole, middle + length / 2, length), off: span.to >= whole.to },
    { key: "in", to: within(whole, middle, length / 2), off: length <= CLOSEST },
    { key: "out", to: within(whole, middle, length * 2), off: length >= whole.to - whole.from },
    { key: "reset", to: null, off: length >= whole.to - whole.from },
  ] as const;
  return (
    <div className="actions">
      {steps.map(({ key, to, off }) => (
        <button key={key} type="button" className="button quiet" disabled={off} onClick={() => zoom(to)}>
          {t(`window:history.${key}`)}
        </button>
      ))}
    </div>
  );
}
