import { useSpeech } from "../../speech.ts";
import type { Span } from "./chart-data.ts";
import { CLOSEST, fitted, scaled, shifted } from "./moving.ts";

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
    { key: "earlier", to: fitted(shifted(span, -0.5), whole), off: span.from <= whole.from },
    { key: "later", to: fitted(shifted(span, 0.5), whole), off: span.to >= whole.to },
    { key: "in", to: fitted(scaled(span, 0.5, middle), whole), off: length <= CLOSEST },
    { key: "out", to: fitted(scaled(span, 2, middle), whole), off: length >= whole.to - whole.from },
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
