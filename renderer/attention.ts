import { type Millis, SECOND } from "../shared/domain/time.ts";

/** Told at most so often: the shell counts somebody as being there for three times as long. @internal */
export const TELL_EVERY: Millis = 10 * SECOND;

const SIGNS = ["pointermove", "pointerdown", "wheel", "keydown"] as const;

/** Calls `tell` when somebody does anything in the window, or moves over it: then figures are wanted soon. */
export function watchAttention(tell: () => void): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  const seen = (): void => {
    if (performance.now() - toldAt < TELL_EVERY) return;
    toldAt = performance.now();
    tell();
  };
  for (const sign of SIGNS) window.addEventListener(sign, seen, { capture: true, passive: true });
}
