import type { Health } from "./health.ts";
import type { NetworkKind } from "./network.ts";
import type { Outlook } from "./outlook.ts";
import type { Reason } from "./reason.ts";

/** Another profile, and why it is not the one. */
export interface Alternative {
  readonly profile: string;
  readonly outlook: Outlook;
  readonly why: Reason;
}

/** A decision's grounds. */
export interface Weighing {
  readonly network: { readonly kind: NetworkKind; readonly confidence: number };
  /** Verdicts on the endpoints of the chain in force, in no order that matters. */
  readonly evidence: readonly Health[];
  /** Every profile but the one in force. */
  readonly alternatives: readonly Alternative[];
  /** What would change it; each is enough by itself. */
  readonly next: readonly Reason[];
}
