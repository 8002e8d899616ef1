// What takes Go's own patience: handshakes and connections that nobody answers, and requests that nobody answers.
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import { type Outcome, type RequestKind, walkChain } from "../../../shared/domain/chain-walk.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import type { Item } from "./cases.ts";
import { differences } from "./compare.ts";
import { ABSENT, type Downloads, openDownloads } from "./go-download.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let downloads: Downloads;
let versions: readonly GoVersion[];

beforeAll(async () => {
  versions = (await goVersions()).filter(({ version }) => Number(version.split(".")[1]) >= 15);
  downloads = await openDownloads(async (folder) => {
    stage = await openStage(folder);
    return stage.caFile;
  });
});

afterAll(async () => {
  await stage.close();
  downloads.home.remove();
});

type Kind = "ok" | "stalled" | "unreachable" | "silent";

interface Slow {
  readonly first: Kind;
  readonly separator: "," | "|";
  /** How the first entry behaves for `.info` when it is not as in `first`. */
  readonly info?: Kind;
  /** How many of the releases at hand try it: each such case holds a connection for up to half a minute. */
  readonly releases: "all" | "ends";
}

const SLOW: readonly Slow[] = [
  { first: "stalled", separator: ",", releases: "all" },
  { first: "stalled", separator: "|", releases: "ends" },
  { first: "unreachable", separator: ",", releases: "all" },
  { first: "silent", separator: "|", releases: "all" },
  { first: "silent", separator: ",", releases: "ends" },
  { first: "silent", info: "ok", separator: "|", releases: "ends" },
];

/** When a download that hangs is believed to hang for ever: later than Go's longest limit, the 30 s for a connection. */
const HANGS_MS = 33_000;

/** When any other is given up: three requests of 10 s, or one of 30 s, and what two cores need on top. */
const PATIENCE_MS = 45_000;

async function compare(slow: Slow, go: GoVersion): Promise<string> {
  const name = `s${SLOW.indexOf(slow)}-${go.version}`;
  const isDead = slow.first === "stalled" || slow.first === "unreachable";
  const first = isDead ? `${stage.dead[slow.first as "stalled"]}/${name}` : `${stage.bases.https}/${name}/0`;
  const second = `${stage.bases.https}/${name}/1`;
  const chain = parseChain(`${first}${slow.separator}${second}`, { goVersion: go.version });
  const of = (file: string): Outcome => ({ kind: file === "info" ? (slow.info ?? slow.first) : slow.first });
  const outcomeOf = (entry: number, request: RequestKind): Outcome => (entry === 0 ? of(request) : { kind: "ok" });
  const walk = walkChain(chain, { outcomeOf, goVersion: go.version });
  const items = new Map<string, Item>([[second, { kind: "slot", form: "https", slot: 1 }]]);
  if (!isDead) items.set(first, { kind: "slot", form: "https", slot: 0 });
  const asked = stage.open(name, (slot, file) => (slot === "1" ? { kind: "ok" } : of(file)));
  const env = { GOPROXY: chain.value };
  const download = await downloads.run({
    go,
    modulePath: ABSENT,
    env,
    patienceMs: walk.costMs === null ? HANGS_MS : PATIENCE_MS,
  });
  const found = differences({ chain, items, walk, download, asked });
  return found.map((one) => `Go ${go.version}, ${slow.first}${slow.separator}: ${one}`).join("\n");
}

test("waits 10 s for a handshake, 30 s for a connection, and for ever for an answer", async () => {
  const ends = [versions[0], versions.at(-1)];
  const cases = SLOW.flatMap((slow) =>
    versions.filter((go) => slow.releases === "all" || ends.includes(go)).map((go) => ({ slow, go })),
  );

  const found = await Promise.all(cases.map(({ slow, go }) => compare(slow, go)));

  const different = found.filter((one) => one !== "");
  console.log(`slow chains: ${cases.length} cases on ${versions.length} releases; ${different.length} differences`);
  expect(different.join("\n")).toBe("");
});
