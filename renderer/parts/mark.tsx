import type { HealthKind } from "../../shared/domain/health.ts";
import type { Status } from "../../shared/domain/snapshot.ts";

/** What a mark can stand for. */
export type MarkKind = Status | HealthKind;

// One shape for each meaning, so that colour only repeats what the shape says. Drawn on a grid of 16.
const SHAPES: Readonly<Record<MarkKind, string>> = {
  healthy: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.6 4.6-4.3 5.2-2.9-2.5 1-1.2 1.7 1.5L10.4 4.6Z",
  degraded: "M8 1 15.5 14.5H.5Zm-.8 4.8v4.4h1.6V5.8Zm0 5.4v1.6h1.6v-1.6Z",
  down: "M4.7 1h6.6L15 4.7v6.6L11.3 15H4.7L1 11.3V4.7Zm.9 3.5L4.5 5.6 6.9 8l-2.4 2.4 1.1 1.1L8 9.1l2.4 2.4 1.1-1.1L9.1 8l2.4-2.4-1.1-1.1L8 6.9Z",
  offline:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.8c1.1 0 2.2.4 3.1 1L3.8 11.1A5.2 5.2 0 0 1 8 2.8Zm4.2 2.1a5.2 5.2 0 0 1-7.3 7.3Z",
  paused: "M3 2h3.5v12H3Zm6.5 0H13v12H9.5Z",
  measuring:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8ZM7.2 4.5v4.2h4V7.2H8.8V4.5Z",
  unknown: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8Z",
};

/** A state as a shape. Words stand beside it, so it is hidden from screen readers. */
export function Mark({ kind }: { readonly kind: MarkKind }) {
  return (
    <svg className={`mark mark-${kind}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[kind]} fillRule="evenodd" />
    </svg>
  );
}
