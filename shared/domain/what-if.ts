// What a fetch would come to if one entry of a GOPROXY value failed and the others served: by Go's own rules, not by what
// was measured. Pure.
import { type Chain, parseChain } from "./chain.ts";
import { type Outcome, type Walk, walkChain } from "./chain-walk.ts";
import { redact } from "./endpoint.ts";
import type { Millis } from "./time.ts";

/** The ways to fail that Go treats differently: a handshake that is swallowed, an error at once, "does not exist". */
export const TROUBLES = ["stalled", "reset", "not-found"] as const;

/** One of them. */
export type Trouble = (typeof TROUBLES)[number];

/** What comes of it. */
export interface WhatIf {
  /** Index of the entry that fails, and the entry without credentials. */
  readonly entry: number;
  readonly name: string;
  readonly trouble: Trouble;
  /** `served` by another entry, `ends` with an error, `hangs` for ever. */
  readonly end: "served" | "ends" | "hangs";
  /** The entry that serves then, without credentials; `null` when none does. */
  readonly servedBy: string | null;
  /** How long go waits in vain for one module, at least; `null` when it never ends. */
  readonly lostMs: Millis | null;
}

const OUTCOMES: Readonly<Record<Trouble, Outcome>> = {
  stalled: { kind: "stalled" },
  reset: { kind: "reset" },
  "not-found": { kind: "not-found", status: 404 },
};

/** For each proxy of the value and each trouble, what comes of it. Empty where Go refuses the value. */
export function whatIf(value: string, goVersion?: string): readonly WhatIf[] {
  const release = goVersion?.replace(/^go/, "");
  const reader = release === undefined ? {} : { goVersion: release };
  const chain = parseChain(value, reader);
  if (chain.fault !== null) return [];
  return chain.entries.flatMap(({ kind }, entry) => {
    if (kind !== "proxy") return [];
    return TROUBLES.map((trouble): WhatIf => {
      const outcomeOf = (asked: number): Outcome => (asked === entry ? OUTCOMES[trouble] : { kind: "ok" });
      return conclude({ chain, entry, trouble }, walkChain(chain, { outcomeOf, ...reader }));
    });
  });
}

function conclude(
  { chain, entry, trouble }: { readonly chain: Chain; readonly entry: number; readonly trouble: Trouble },
  { ok, servedBy, costMs, hops }: Walk,
): WhatIf {
  const server = ok ? servedBy.zip : undefined;
  const hangs = hops.some(({ then }) => then === "hangs");
  return {
    entry,
    name: nameOf(chain, entry),
    trouble,
    end: ok ? "served" : hangs ? "hangs" : "ends",
    servedBy: server === undefined ? null : nameOf(chain, server),
    lostMs: costMs,
  };
}

function nameOf(chain: Chain, entry: number): string {
  return redact(chain.entries[entry]?.text ?? "");
}
