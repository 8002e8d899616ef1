// Several GOPROXY values side by side: what to expect of each on this network now. Pure.
import { redact } from "./endpoint.ts";
import type { Outlook } from "./outlook.ts";
import type { Millis } from "./time.ts";

/** One value and what to expect of it. */
export interface Compared {
  /** Without credentials. */
  readonly value: string;
  readonly outlook: Outlook;
  /** What the entries in front of the one that serves cost a fetch on the whole; `null` when none serves for sure. */
  readonly fallbackMs: Millis | null;
}

/** The values in the order given. `outlookOf` tells what to expect of a GOPROXY value now. */
export function compareChains(values: readonly string[], outlookOf: (value: string) => Outlook): readonly Compared[] {
  return values.map((value) => {
    const outlook = outlookOf(value);
    return { value: redact(value), outlook, fallbackMs: fallbackOf(outlook, outlookOf) };
  });
}

function fallbackOf({ servedBy, expectedMs }: Outlook, outlookOf: (value: string) => Outlook): Millis | null {
  if (servedBy === null || expectedMs === null) return null;
  return Math.max(0, expectedMs - (outlookOf(servedBy).expectedMs ?? expectedMs));
}
