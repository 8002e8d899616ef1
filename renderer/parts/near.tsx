import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useAfterFirstPaint } from "../first-paint.ts";
import { Card } from "./card.tsx";

/** Drawn before the reader comes to it: what a turn of a wheel moves. */
const MARGIN = "120px";

/** The tab key and a screen reader's keys lead anywhere: from the first key on everything is there. */
let isAllThere = false;

const waiting = new Set<() => void>();

function everythingIsThere(): void {
  isAllThere = true;
  for (const tell of [...waiting]) tell();
}

function subscribe(changed: () => void): () => void {
  waiting.add(changed);
  window.addEventListener("keydown", everythingIsThere, { capture: true });
  return () => {
    waiting.delete(changed);
    if (waiting.size === 0) window.removeEventListener("keydown", everythingIsThere, { capture: true });
  };
}

/**
 * A card that is drawn when the reader comes near, and stays from then on: far down it would cost memory and time at every
 * look although nobody sees it. Until then its title stands there, and room of `height` (a CSS length).
 */
export function NearCard(props: { readonly title: string; readonly height: string; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const isAfter = useAfterFirstPaint();
  const isWanted = useSyncExternalStore(subscribe, () => isAllThere);
  const [isNear, setIsNear] = useState(typeof IntersectionObserver === "undefined");
  const isShown = isAfter && (isNear || isWanted);
  useEffect(() => {
    if (isShown || place.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(place.current);
    return () => {
      observer.disconnect();
    };
  }, [isShown]);
  if (isShown) return props.children;
  return (
    <div ref={place}>
      <Card title={props.title} className="card-later">
        <div style={{ height: props.height }} />
      </Card>
    </div>
  );
}
