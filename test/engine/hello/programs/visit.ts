// Looks at what its argument names, as the runtime alone does and then with Go's hello, and prints the samples as JSON.

import type { HelloSource } from "../../../../electron/engine/hello/hello-source.ts";
import { newestTemplate, templateFor } from "../../../../electron/engine/hello/hello-template.ts";
import { speakingProberWith } from "../../../../electron/engine/hello/speaking-go.ts";
import { createLooker, proberWith } from "../../../../electron/engine/probe/probe.ts";
import type { Sample } from "../../../../shared/domain/sample.ts";

/** Where to look. */
export interface VisitJob {
  readonly caFile: string;
  readonly visits: readonly {
    readonly url: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly go?: string;
  }[];
}

/** What both kinds of looks saw. */
export interface BothSamples {
  readonly alone: Sample | null;
  readonly speaking: Sample | null;
}

/** Short deadlines, so that silence is soon heard; long against anything that loopback does on a busy machine. */
const LIMITS = { resolve: 4_000, connect: 1_500, tunnel: 1_500, handshake: 1_500, http: 1_500 };

const { caFile, visits } = JSON.parse(process.argv[2] ?? "") as VisitJob;
const { signal } = new AbortController();

async function visit({ url, env = {}, go }: VisitJob["visits"][number]): Promise<BothSamples> {
  const template = go === undefined ? newestTemplate() : templateFor(go);
  const source: HelloSource = {
    current: () => Promise.resolve({ template, origin: "shipped" }),
    settled: () => Promise.resolve(),
    stop: () => undefined,
  };
  const looker = createLooker({ version: "0.0.0", caFile, env, limits: LIMITS });
  const endpoint = { name: url, url, role: "proxy" } as const;
  return {
    alone: await proberWith(looker).probe(endpoint, signal),
    speaking: await speakingProberWith(looker, { source, limitMs: LIMITS.handshake }).probe(endpoint, signal),
  };
}

const seen: BothSamples[] = [];
for (const each of visits) seen.push(await visit(each));
process.stdout.write(JSON.stringify(seen));
