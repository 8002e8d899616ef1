import type uPlot from "uplot";
import type { Millis } from "../../../shared/domain/time.ts";
import type { Span } from "./chart-data.ts";

// Moving and zooming by hand: the chart is moved at once, by its scale alone, and the reader's span is told when the hand
// rests. Nothing is rendered or read in between.

/** Closer than this single looks lie so far apart that there is nothing more to see. */
export const CLOSEST: Millis = 5 * 60_000;

/** A hand that rests this long has arrived. */
const REST_MS: Millis = 160;

/** How much one notch of a wheel, or one press of a key, zooms. */
const ZOOM_STEP = 1.25;

/** The share of the span that one press of a key moves. */
const MOVE_STEP = 0.2;

/** The span moved or zoomed so that it lies within the whole and is not too short. */
export function fitted(span: Span, whole: Span): Span {
  const most = whole.to - whole.from;
  const length = Math.min(most, Math.max(Math.min(CLOSEST, most), span.to - span.from));
  const middle = (span.from + span.to) / 2;
  const from = Math.min(whole.to - length, Math.max(whole.from, middle - length / 2));
  return { from, to: from + length };
}

/** The span moved by this share of its length; positive is later. */
export function shifted({ from, to }: Span, share: number): Span {
  const by = (to - from) * share;
  return { from: from + by, to: to + by };
}

/** The span made `factor` times as long round the instant `at`, which stays where it is. */
export function scaled({ from, to }: Span, factor: number, at: number): Span {
  return { from: at - (at - from) * factor, to: at + (to - at) * factor };
}

/** What a moved chart tells. */
export interface MovingParts {
  readonly chart: uPlot;
  /** All that there is to see, as it is now. */
  readonly whole: () => Span;
  /** The hand begins to move it, or rests. */
  readonly moving: (isMoving: boolean) => void;
  /** The hand rests at this span. */
  readonly settled: (span: Span) => void;
}

/** When a hand moves, and when it rests. */
class Pace {
  readonly #moving: (isMoving: boolean) => void;
  readonly #rested: () => void;
  #isMoving = false;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(moving: (isMoving: boolean) => void, rested: () => void) {
    this.#moving = moving;
    this.#rested = rested;
  }

  moves(): void {
    clearTimeout(this.#soon);
    if (!this.#isMoving) this.#moving(true);
    this.#isMoving = true;
  }

  restsSoon(): void {
    this.#soon = setTimeout(() => {
      this.rests();
    }, REST_MS);
  }

  rests(): void {
    if (this.#isMoving) this.#moving(false);
    this.#isMoving = false;
    this.#rested();
  }

  stop(): void {
    clearTimeout(this.#soon);
  }
}

/** Lets a chart be moved by wheel and pointer, until the returned function is called. */
export function listenToHand({ chart, whole, moving, settled }: MovingParts): () => void {
  let held: { readonly x: number; readonly span: Span } | null = null;
  const spanNow = (): Span => ({
    from: chart.scales["x"]?.min ?? whole().from,
    to: chart.scales["x"]?.max ?? whole().to,
  });
  const pace = new Pace(moving, () => settled(spanNow()));
  const go = (wanted: Span): void => {
    const { from, to } = fitted(wanted, whole());
    pace.moves();
    chart.setScale("x", { min: from, max: to });
    // A hand that holds the picture has not arrived, however long it rests: telling the view would take it away from it.
    if (held === null) pace.restsSoon();
  };
  const wheel = (event: WheelEvent): void => {
    const isZoom = event.ctrlKey || event.metaKey;
    const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
    // A plain wheel scrolls the page.
    if (!isZoom && sideways === 0) return;
    event.preventDefault();
    const now = spanNow();
    if (!isZoom) return go(shifted(now, sideways / chart.over.clientWidth));
    const at = chart.posToVal(event.offsetX, "x");
    go(scaled(now, event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, at));
  };
  const down = (event: PointerEvent): void => {
    if (!event.shiftKey && event.button !== 1) return;
    // Before the chart takes it for the beginning of a selection.
    event.stopImmediatePropagation();
    event.preventDefault();
    held = { x: event.clientX, span: spanNow() };
    chart.over.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if (held !== null) go(shifted(held.span, (held.x - event.clientX) / chart.over.clientWidth));
  };
  const up = (): void => {
    if (held !== null) pace.rests();
    held = null;
  };
  const mouseDown = (event: MouseEvent): void => {
    if (held !== null) event.stopImmediatePropagation();
  };
  const { over } = chart;
  over.addEventListener("wheel", wheel, { passive: false });
  over.addEventListener("pointerdown", down, { capture: true });
  over.addEventListener("mousedown", mouseDown, { capture: true });
  over.addEventListener("pointermove", move);
  over.addEventListener("pointerup", up);
  over.addEventListener("pointercancel", up);
  return () => {
    pace.stop();
    over.removeEventListener("wheel", wheel);
    over.removeEventListener("pointerdown", down, { capture: true });
    over.removeEventListener("mousedown", mouseDown, { capture: true });
    over.removeEventListener("pointermove", move);
    over.removeEventListener("pointerup", up);
    over.removeEventListener("pointercancel", up);
  };
}

/** Where a key goes: another span, or along the points by so many; `null` where it means nothing here. */
export function keyMove(
  event: Pick<KeyboardEvent, "key" | "shiftKey">,
  span: Span,
): { readonly span: Span } | { readonly points: number } | null {
  const middle = (span.from + span.to) / 2;
  switch (event.key) {
    case "ArrowLeft":
      return event.shiftKey ? { span: shifted(span, -MOVE_STEP) } : { points: -1 };
    case "ArrowRight":
      return event.shiftKey ? { span: shifted(span, MOVE_STEP) } : { points: 1 };
    case "+":
    case "=":
      return { span: scaled(span, 1 / ZOOM_STEP, middle) };
    case "-":
      return { span: scaled(span, ZOOM_STEP, middle) };
    default:
      return null;
  }
}
