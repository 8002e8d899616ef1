// A prober that also speaks as the user's Go does. The runtime's handshake is small and passes where Go's hello of 1.5 kB,
// with its new groups and schemes, is dropped or reset; so from time to time Go's is said too, on a connection of its own
// and the same way, and a look is only as good as both.
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Attachment } from "../../../shared/domain/network.ts";
import { isLocal, type Sample } from "../../../shared/domain/sample.ts";
import { MINUTE, type Millis } from "../../../shared/domain/time.ts";
import type { NetworkSource, Prober } from "../ports.ts";
import { approach } from "../probe/approach.ts";
import { type Looker, proberWith } from "../probe/probe.ts";
import { hostOf } from "../probe/route.ts";
import type { HelloSource, SpokenHello } from "./hello-source.ts";
import { goHello } from "./hello-variants.ts";
import { type SaidHello, withGoHello } from "./said-hello.ts";
import { sayHello } from "./say-hello.ts";

/** A prober that says Go's hello too, and what it has to be told. */
export interface SpeakingProber extends Prober {
  /** The machine is on this network now; on another one than before every hello is said anew. */
  joined(network: Attachment): void;
}

/** How Go's hello is said. */
export interface SpeakingOptions {
  readonly source: HelloSource;
  /** How long an answer to it may take; 6 s when absent. */
  readonly limitMs?: Millis | undefined;
  /** How often a hello that is fine is said again; 5 min when absent. */
  readonly againMs?: Millis | undefined;
}

/**
 * Middleboxes change with an update of their rules, not from look to look, and the runtime's look notices whatever stops
 * everybody. Every tenth look at the usual 30 s keeps the cost of a second connection at a tenth.
 */
const AGAIN_MS: Millis = 5 * MINUTE;
/** As long as the runtime's handshake may take, see LIMITS in probe.ts. */
const HANDSHAKE_MS: Millis = 6_000;
/** More endpoints than anybody has; a bound for what is remembered. */
const MOST_ENDPOINTS = 256;

/** What is remembered of an endpoint on the network of now. */
interface Memory {
  /** When Go's hello was said last, on the monotonic clock. */
  readonly saidAt: number;
  /** Whether it, and the look before now, went well. */
  readonly isFine: boolean;
}

/** A prober that looks as `proberWith` does and says Go's hello too, where it is due. It holds nothing open between looks. */
export function speakingProberWith(looker: Looker, options: SpeakingOptions): SpeakingProber {
  const prober = proberWith(looker);
  const { source, limitMs = HANDSHAKE_MS, againMs = AGAIN_MS } = options;
  const memories = new Map<string, Memory>();
  let network: string | null = null;
  return {
    joined({ fingerprint, refines }) {
      if (network !== fingerprint && network !== refines) memories.clear();
      network = fingerprint;
    },
    async probe(endpoint, signal) {
      const sample = await prober.probe(endpoint, signal);
      if (sample === null || isOver(signal)) return null;
      if (!canSay(endpoint, sample)) return forgetting(memories, sample);
      if (!isDue(memories.get(endpoint.name), sample, againMs)) return sample;
      const spoken = await source.current();
      const said = await say({ endpoint, spoken, looker, limitMs, signal });
      if (isOver(signal)) return null;
      if (said === null) return forgetting(memories, sample);
      const told = withGoHello(sample, said);
      if (memories.size >= MOST_ENDPOINTS) memories.clear();
      memories.set(endpoint.name, { saidAt: performance.now(), isFine: told.failure === null });
      return told;
    },
  };
}

/** The sample of a look in which no hello could be said. It says nothing of Go, so the next look has to. */
function forgetting(memories: Map<string, Memory>, sample: Sample): Sample {
  memories.delete(sample.endpoint);
  return sample;
}

/** The same network, of which the prober is told each time it is looked at. */
export function noticedBy(prober: SpeakingProber, network: NetworkSource): NetworkSource {
  return {
    watch: (changed) => network.watch(changed),
    look: async () => {
      const attachment = await network.look();
      prober.joined(attachment);
      return attachment;
    },
  };
}

/** Whether the caller lost interest meanwhile. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Whether a hello can tell more than the look did: it came to a handshake, and was not met with silence or our own fault. */
function canSay({ url }: Endpoint, { failure }: Sample): boolean {
  if (!url.startsWith("https:")) return false;
  if (failure === null) return true;
  return (
    !["resolve", "connect", "tunnel"].includes(failure.stage) && failure.kind !== "local" && failure.kind !== "silent"
  );
}

/** At first, after a failure of either, and then from time to time. */
function isDue(memory: Memory | undefined, sample: Sample, againMs: Millis): boolean {
  if (memory === undefined || !memory.isFine || sample.failure !== null) return true;
  return performance.now() - memory.saidAt >= againMs;
}

/** Where to say a hello, and how. */
interface Errand {
  readonly endpoint: Endpoint;
  readonly spoken: SpokenHello;
  readonly looker: Looker;
  readonly limitMs: Millis;
  readonly signal: AbortSignal;
}

/** Says the hello on a connection of its own. `null` when it could not be said, or when our own side was at fault. */
async function say({ endpoint, spoken, looker, limitMs, signal }: Errand): Promise<SaidHello | null> {
  const url = new URL(endpoint.url);
  const bytes = goHello(spoken.template, { serverName: hostOf(url) });
  const progress = looker.begin(signal);
  try {
    const way = await approach({ url, tools: looker.toolsNow(), progress });
    if ("kind" in way) return null;
    const outcome = await sayHello({ socket: way.socket, bytes, limitMs, signal, connectMs: null });
    const look = progress.sample(endpoint.name, outcome.failure);
    return isLocal(look) ? null : { spoken, bytes, outcome, way: look };
  } catch {
    // The way there was open to the look a moment ago: that it failed now is for the next look to tell, not for a hello.
    return null;
  } finally {
    progress.end();
  }
}
