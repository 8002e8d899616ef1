// Generated chains through our walk and through the go command: who is asked for what, how often, who serves, what is said.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import { type Outcome, type RequestKind, walkChain } from "../../../shared/domain/chain-walk.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { type Behaviours, makePlans, type Places, type Plan, writePlan } from "./cases.ts";
import { differences, outcomeOffStage } from "./compare.ts";
import { ABSENT, type Downloads, IN_GIT, openDownloads } from "./go-download.ts";
import { inTurns } from "./in-turns.ts";
import { filesOf, openStage, type Stage, VERSION } from "./stage.ts";

const SEED = Number(process.env["GANGWAY_TEST_SEED"] ?? 20_260_922);
const COUNT = Number(process.env["GANGWAY_TEST_CASES"] ?? 400);

/** Go starts, waits for our servers and ends: three keep two cores busy. */
const AT_ONCE = 3;

let stage: Stage;
let downloads: Downloads;
let places: Places;
/** All but the releases before 1.15, which read `|` differently; see parse.test.ts. */
let versions: readonly GoVersion[];

beforeAll(async () => {
  versions = (await goVersions()).filter(({ version }) => Number(version.split(".")[1]) >= 15);
  downloads = await openDownloads(async (folder) => {
    stage = await openStage(folder);
    return stage.caFile;
  });
  const folder = join(downloads.home.folder, "served");
  for (const path of [ABSENT, IN_GIT]) serveFromFolder(join(folder, path, "@v"), path);
  const noFolder = join(downloads.home.folder, "nothing");
  places = { ...stage.bases, refused: stage.dead.refused, folder, noFolder };
});

afterAll(async () => {
  await stage.close();
  downloads.home.remove();
});

function serveFromFolder(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [kind, body] of Object.entries(filesOf(path))) writeFileSync(join(folder, `${VERSION}.${kind}`), body);
}

const DIRECT: Readonly<Record<Plan["direct"], Outcome>> = {
  git: { kind: "ok" },
  absent: { kind: "not-found", status: 404 },
};
const NOPROXY: Readonly<Record<Plan["noproxy"], string>> = { empty: "", matches: "127.0.0.77", others: "other.test" };

interface Told {
  readonly title: string;
  readonly version: string;
  readonly ok: boolean;
  readonly hops: number;
  readonly found: readonly string[];
}

async function compare(plan: Plan, index: number): Promise<Told> {
  const go = versions[index % versions.length];
  if (go === undefined) throw new Error("no go command");
  const name = `c${index}`;
  const { value, items } = writePlan(plan, name, places);
  const chain = parseChain(value, { goVersion: go.version });
  const outcomeOf = (entry: number, request: RequestKind): Outcome => {
    const item = items.get(chain.entries[entry]?.text ?? "");
    if (item === undefined || item.kind === "word") return DIRECT[plan.direct];
    return item.kind === "slot" ? (plan.slots[item.slot] as Behaviours)[request] : outcomeOffStage(item);
  };
  const isPrivate = plan.noproxy === "matches";
  const hasPrivate = plan.noproxy !== "empty";
  const walk = walkChain(chain, { outcomeOf, private: isPrivate, hasPrivate, goVersion: go.version });
  const asked = stage.open(name, (slot, file) => (plan.slots[Number(slot)] as Behaviours)[file as RequestKind]);
  const env = { GOPROXY: value, GONOPROXY: NOPROXY[plan.noproxy] };
  const modulePath = plan.direct === "git" ? IN_GIT : ABSENT;
  const download = await downloads.run({ go, modulePath, env, patienceMs: 30_000 });
  stage.shut(name);
  const found = differences({ chain, items, walk, download, asked });
  const title = `case ${index}, Go ${go.version}, GOPROXY=${value}, ${JSON.stringify(plan)}`;
  return { title, version: go.version, ok: walk.ok, hops: walk.hops.length, found };
}

test("does what the go command does with generated chains", async () => {
  const told = await inTurns(makePlans(SEED, COUNT), AT_ONCE, compare);

  const different = told.filter(({ found }) => found.length > 0);
  const served = told.filter(({ ok }) => ok).length;
  const hops = told.reduce((sum, one) => sum + one.hops, 0);
  const used = [...new Set(told.map(({ version }) => version))].join(", ");
  console.log(
    `chains: seed ${SEED}, ${told.length} cases (${served} served, ${hops} hops) on Go ${used}; ${different.length} differences`,
  );
  expect(different.map(({ title, found }) => `${title}:\n  ${found.join("\n  ")}`).join("\n")).toBe("");
  expect(served).toBeGreaterThan(told.length / 8);
});
