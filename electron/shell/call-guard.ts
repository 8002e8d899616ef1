// The pure half of the border between window and shell: with what it may be asked.
import type { CallName } from "../../shared/ipc/channels.ts";
import { CALL_ARGUMENTS, type Calls } from "../../shared/ipc/contract.ts";

/** The arguments of a call as the contract wants them, or what is wrong with them. */
export type ParsedCall<K extends CallName> =
  | { readonly ok: true; readonly args: Parameters<Calls[K]> }
  | { readonly ok: false; readonly complaint: string };

/** Checks what came over the border against the contract. */
export function parseCall<K extends CallName>(name: K, given: readonly unknown[]): ParsedCall<K> {
  const parsed = CALL_ARGUMENTS[name].safeParse(given);
  // The contract's own check ties each parser to the parameters of its call.
  if (parsed.success) return { ok: true, args: parsed.data as Parameters<Calls[K]> };
  const complaint = parsed.error.issues.map((i) => `${i.path.map(String).join(".") || "arguments"}: ${i.message}`);
  return { ok: false, complaint: complaint.join("; ") };
}
