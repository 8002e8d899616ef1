// Sets what we say a walk does against what the go command did.
import type { Chain } from "../../../shared/domain/chain.ts";
import type { Outcome, Walk } from "../../../shared/domain/chain-walk.ts";
import { redact } from "../../../shared/domain/endpoint.ts";
import type { Item } from "./cases.ts";
import type { Download } from "./go-download.ts";

/** How much longer than said a download may take, in ms: two cores start go, git and servers side by side. */
const SLACK_MS = 9_000;

/** A walk and a download of the same case. */
export interface Pair {
  readonly chain: Chain;
  readonly items: ReadonlyMap<string, Item>;
  readonly walk: Walk;
  readonly download: Download;
  /** What the servers were asked. */
  readonly asked: readonly string[];
}

function slotOf({ chain, items }: Pair, entry: number): number | null {
  const item = items.get(chain.entries[entry]?.text ?? "");
  return item?.kind === "slot" ? item.slot : null;
}

function expectedRequests(pair: Pair): readonly string[] {
  return pair.walk.hops.flatMap((hop) => {
    const slot = slotOf(pair, hop.entry);
    return slot === null ? [] : Array.from({ length: hop.sent }, () => `${slot} ${hop.request}`);
  });
}

// Over TLS our servers cannot send a reset in Node; the connection just ends, which Go calls EOF.
function tells(said: string, text: string): boolean {
  if (text === "connection reset by peer") return /connection reset by peer|EOF/.test(said);
  return said.includes(text);
}

// Also that it is about the entry that we say: the messages quote URLs, and each slot has its own.
function namesEntry(pair: Pair, said: string): boolean {
  const { error } = pair.walk;
  if (error === null || error.entry === null || error.text === "zip: not a valid zip file") return true;
  const slot = slotOf(pair, error.entry);
  return slot === null || error.fault === "hopeless" || new RegExp(`/${slot}[/"]`).test(said);
}

function compareTime({ walk, download }: Pair): readonly string[] {
  if (walk.costMs === null) return download.hung ? [] : ["ended, and should have hung"];
  if (download.hung) return ["hung"];
  const isInTime = download.elapsedMs >= walk.costMs && download.elapsedMs < walk.costMs + SLACK_MS;
  return isInTime ? [] : [`took ${Math.round(download.elapsedMs)} ms instead of ${walk.costMs} ms`];
}

/** The differences, in words; none when the go command did what we say. */
export function differences(pair: Pair): readonly string[] {
  const { walk, download, asked } = pair;
  const said = redact(download.said);
  const expected = expectedRequests(pair).join(", ");
  const found = [...compareTime(pair)];
  if (asked.join(", ") !== expected) found.push(`asked [${asked.join(", ")}] instead of [${expected}]`);
  if (download.hung) return found;
  if (download.ok !== walk.ok) found.push(`${download.ok ? "succeeded" : "failed"}: ${said}`);
  else if (walk.error !== null) {
    if (!tells(said, walk.error.text)) found.push(`said "${said.trim()}" and not "${walk.error.text}"`);
    if (!namesEntry(pair, said)) found.push(`is about another entry than ${walk.error.entry}: ${said.trim()}`);
  }
  return found;
}

/** How an item that is not on the stage's servers behaves. */
export function outcomeOffStage(item: Item): Outcome {
  if (item.kind === "folder") return { kind: "ok" };
  if (item.kind === "no-folder") return { kind: "not-found", status: 404 };
  return { kind: "refused" };
}
