// What was found behind a box, held against what must be said of it.
import type { Cell } from "../../../shared/domain/diagnosis.ts";
import type { Box } from "../../lab/boxes.ts";
import type { Found } from "./lab-runner.ts";

/** What must be said of a box. */
export type Expected = Omit<Box, "open" | "isProxy">;

function inOneLine({ id, outcome, failure, skipped, answer, answerMs }: Cell): string {
  return [id, outcome, failure?.stage, failure?.kind, skipped, answer?.kind, answerMs].join(" ");
}

/** What was said otherwise than expected, with all that was seen; `null` when nothing was. */
export function surprise(box: Expected, { summary, diagnosis }: Found): unknown {
  const expected = {
    verdict: box.verdict,
    retryRequest: box.retryRequest ?? false,
    ...(box.tls13 === undefined ? {} : { tls13: box.tls13 }),
    ...(box.largeHello === undefined ? {} : { largeHello: box.largeHello }),
    ...box.interception,
  };
  const { verdict, retryRequest, tls13, largeHello, interception, because } = summary;
  const seen: Record<string, unknown> = { verdict, retryRequest, tls13, largeHello, ...interception };
  const wrong = Object.entries(expected).filter(([key, value]) => seen[key] !== value);
  const missing = (box.because ?? []).filter((code) => !because.some((each) => each.code === code));
  if (wrong.length === 0 && missing.length === 0) return null;
  return { wrong, missing, seen, because, matrix: diagnosis.matrix.map(inOneLine) };
}
