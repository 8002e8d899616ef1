// Tries the judge of networks on every network of scenes.ts, with many seeds each, on several slots side by side.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkKind } from "../../../shared/domain/network.ts";
import { type Authority, makeAuthority } from "../../support/certificates.ts";
import { buildTypeScript } from "../../support/run-typescript.ts";
import type { GateWish } from "../programs/gate.ts";
import type { JudgeAnswer, Judged, JudgeJob } from "../programs/judge.ts";
import type { SitesWish } from "../programs/sites.ts";
import { GATE } from "./gate-ports.ts";
import { variantOf } from "./random.ts";
import { SCENES, type Scene } from "./scenes.ts";
import { Slot, type SlotParts } from "./slot.ts";
import { buildWire } from "./wire-program.ts";

/** One judgement of a network. */
export interface Outcome {
  readonly scene: string;
  readonly seed: number;
  readonly expected: NetworkKind;
  readonly judged: Judged;
}

/** What to try. */
export interface MatrixWish {
  /** The folder test/lab, which a bundle of this cannot know. */
  readonly lab: string;
  readonly scenes: readonly string[];
  readonly seeds: readonly number[];
  readonly slots: number;
}

/** Longest that one network may take to be judged, in ms. */
const JUDGE_MS = 40_000;
const SET_MS = 15_000;

async function tryOne(slot: Slot, root: Authority, scene: Scene, seed: number): Promise<JudgeAnswer> {
  const variant = variantOf(seed);
  await slot.join(variant);
  const stranger = await makeAuthority(variant.firm);
  const signer = (index: number): Authority => (scene.oneBroken === true && index === 0 ? stranger : root);
  const identities = await Promise.all(variant.sites.map(({ name }, index) => signer(index).issue({ names: [name] })));
  const sites = variant.sites.map(({ name }, index) => ({ name, ...(identities[index] ?? { key: "", cert: "" }) }));
  const wish: SitesWish = { sites, plain: variant.plain };
  await slot.servers.ask(JSON.stringify(wish), SET_MS);
  const made = scene.furnish({ slot, variant, stranger });
  if (made.rules !== undefined) slot.nft(made.rules);
  await slot.distance(made.rttMs ?? variant.rttMs, made.lostOfThousand ?? 0);
  const signIn = `http://${variant.near}.1:${GATE.portal}/`;
  const names = Object.fromEntries(variant.sites.map(({ name, address }) => [name, address]));
  const gate: GateWish = {
    resolver: { names, manner: "answers", liar: "", six: null, ...made.resolver },
    portal: made.portal ?? "page",
    signIn,
    cache: `cache.${variant.firm.toLowerCase().replaceAll(" ", "-")}`,
    ports: made.ports ?? [],
  };
  await slot.gate.ask(JSON.stringify(gate), SET_MS);
  const job: JudgeJob = {
    names: variant.sites.map(({ name }) => name),
    caFile: slot.write("roots.pem", `${root.cert}\n${made.installed === true ? stranger.cert : ""}\n`),
    publicRoots: [root.cert],
    env: made.env ?? {},
    ...(scene.after === undefined ? {} : { signIn }),
  };
  return JSON.parse(await slot.client.ask(JSON.stringify(job), JUDGE_MS)) as JudgeAnswer;
}

interface Job {
  readonly name: string;
  readonly seed: number;
}

async function outcomesOf(slot: Slot, root: Authority, { name, seed }: Job): Promise<readonly Outcome[]> {
  const { [name]: scene } = SCENES;
  if (scene === undefined) throw new Error(`no network is called ${name}`);
  const { first, second } = await tryOne(slot, root, scene, seed);
  const judged: Outcome = { scene: name, seed, expected: scene.expected, judged: first };
  if (scene.after === undefined || second === undefined) return [judged];
  return [judged, { scene: `${name}, signed in`, seed, expected: scene.after, judged: second }];
}

async function programs(lab: string, folder: string): Promise<SlotParts> {
  const [servers, gate, client] = await Promise.all(
    ["sites", "gate", "judge"].map((name) => buildTypeScript(join(lab, "programs", `${name}.ts`))),
  );
  if (servers === undefined || gate === undefined || client === undefined) throw new Error("no programs");
  return { wire: buildWire(join(lab, "networks", "wire"), folder), servers, gate, client };
}

/** Judges every network with every seed. */
export async function runMatrix({ lab, scenes, seeds, slots }: MatrixWish): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), `gwl${process.pid}-matrix-`));
  const root = await makeAuthority("Gangway Lab Root");
  const jobs = seeds.flatMap((seed) => scenes.map((name) => ({ name, seed })));
  const outcomes: Outcome[] = [];
  const work = async (slot: Slot): Promise<void> => {
    try {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        outcomes.push(...(await outcomesOf(slot, root, job)));
      }
    } catch (error) {
      // The others need not go on.
      jobs.length = 0;
      throw error;
    }
  };
  const open: Slot[] = [];
  try {
    const parts = await programs(lab, folder);
    for (let number = 0; number < slots; number += 1) open.push(await Slot.open(number, parts));
    // Programs are slow at first, and times are signs.
    await Promise.all(open.map((slot) => outcomesOf(slot, root, { name: "home", seed: 0 })));
    const ended = await Promise.allSettled(open.map(work));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  } finally {
    await Promise.all(open.map((slot) => slot.close()));
    rmSync(folder, { recursive: true, force: true });
  }
  return outcomes;
}
