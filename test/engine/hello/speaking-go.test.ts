import { afterAll, beforeAll, expect, test } from "vitest";
import type { HelloSource } from "../../../electron/engine/hello/hello-source.ts";
import { newestTemplate } from "../../../electron/engine/hello/hello-template.ts";
import { noticedBy, type SpeakingProber, speakingProberWith } from "../../../electron/engine/hello/speaking-go.ts";
import type { NetworkSource } from "../../../electron/engine/ports.ts";
import { createLooker, type Looker } from "../../../electron/engine/probe/probe.ts";
import type { Endpoint } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";

let zoo: Zoo;

const SOURCE: HelloSource = {
  current: () => Promise.resolve({ template: newestTemplate(), origin: "captured" }),
  settled: () => Promise.resolve(),
  stop: () => undefined,
};

beforeAll(async () => {
  zoo = await openZoo();
}, 60_000);

afterAll(() => zoo.close());

function looker(): Looker {
  return createLooker({ version: "0.0.0", env: {}, caFile: zoo.caFile });
}

function proberFor(againMs?: number): SpeakingProber {
  return speakingProberWith(looker(), { source: SOURCE, againMs });
}

function endpointOf(url: string): Endpoint {
  return { name: url, url, role: "proxy" };
}

/** Whether Go's hello was said in each of some looks, one after the other. */
async function saidIn(looks: readonly (() => Promise<Sample | null>)[]): Promise<readonly boolean[]> {
  const said: boolean[] = [];
  for (const look of looks) said.push((await look())?.goHello !== undefined);
  return said;
}

test("says Go's hello at the first look, and not at the next while all is fine", async () => {
  const prober = proberFor();
  const look = () => prober.probe(endpointOf(zoo.url("good")), new AbortController().signal);

  expect(await saidIn([look, look, look])).toEqual([true, false, false]);
});

test("says it again when its time has come", async () => {
  const prober = proberFor(0);
  const look = () => prober.probe(endpointOf(zoo.url("good")), new AbortController().signal);

  expect(await saidIn([look, look])).toEqual([true, true]);
});

test("says it anew on another network, and only there", async () => {
  const prober = proberFor();
  let fingerprint = "home";
  const network: NetworkSource = { look: async () => ({ fingerprint, online: true }), watch: () => () => undefined };
  const noticed = noticedBy(prober, network);
  const look = async () => {
    await noticed.look();
    return prober.probe(endpointOf(zoo.url("good")), new AbortController().signal);
  };
  const elsewhere = () => {
    fingerprint = "office";
    return look();
  };

  expect(await saidIn([look, look, elsewhere, look])).toEqual([true, false, true, false]);
});

test("says it in each look while it fails", async () => {
  const prober = proberFor();
  const look = () => prober.probe(endpointOf(zoo.url("resetsLargeHellos")), new AbortController().signal);

  expect(await saidIn([look, look, look])).toEqual([true, true, true]);
});

test("says it after a look that failed before it came to a handshake", async () => {
  const prober = proberFor();
  const gone = { ...endpointOf(zoo.url("refused")), name: "one" };
  const back = { ...endpointOf(zoo.url("good")), name: "one" };
  const at = (endpoint: Endpoint) => () => prober.probe(endpoint, new AbortController().signal);

  expect(await saidIn([at(back), at(back), at(gone), at(back), at(back)])).toEqual([true, false, false, true, false]);
});

test("an aborted look is no sample, even when only the hello was under way", async () => {
  const controller = new AbortController();
  const source: HelloSource = {
    ...SOURCE,
    current: () => {
      controller.abort();
      return SOURCE.current();
    },
  };
  const prober = speakingProberWith(looker(), { source });

  expect(await prober.probe(endpointOf(zoo.url("good")), controller.signal)).toBeNull();
  expect(await prober.probe(endpointOf(zoo.url("good")), AbortSignal.abort())).toBeNull();
});
