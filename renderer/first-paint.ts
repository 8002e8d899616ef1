// The window's first picture: what is at the top of it is drawn and seen before anything else takes the processor.
import { useSyncExternalStore } from "react";

/** A window that nobody sees draws no frames; it is not waited for longer. */
const MOST_MS = 500;

/** Whether the first picture is still to come. Not so where nobody has announced one. */
let isComing = false;

const waiting = new Set<() => void>();

/** Announces the first picture, to be called just before the first rendering; settles when it is on the screen. */
export async function firstPaint(): Promise<void> {
  isComing = true;
  const limit = new Promise<void>((resolve) => setTimeout(resolve, MOST_MS));
  // Told once the picture is on the screen, not when the page has drawn it: in between it needs the same processors.
  const seen = new Promise<void>((resolve) => {
    new PerformanceObserver((_list, observer) => {
      observer.disconnect();
      resolve();
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await Promise.race([seen, limit]);
  isComing = false;
  for (const tell of [...waiting]) tell();
}

function subscribe(changed: () => void): () => void {
  waiting.add(changed);
  return () => waiting.delete(changed);
}

/** False while the first picture is drawn: what is further down can wait for it. */
export function useAfterFirstPaint(): boolean {
  return useSyncExternalStore(subscribe, () => !isComing);
}
