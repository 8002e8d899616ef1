// The way to the checksum database through our walk and through the go command, up to the first lookup.
import { createHash, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import { parseSumdb, type SumdbWalk, walkSumdb } from "../../../shared/domain/chain-sumdb.ts";
import type { Outcome } from "../../../shared/domain/chain-walk.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { ABSENT, type Download, type Downloads, openDownloads } from "./go-download.ts";
import { inTurns } from "./in-turns.ts";
import { openStage, type Stage } from "./stage.ts";

const SEED = Number(process.env["GANGWAY_TEST_SEED"] ?? 20_260_923);
const COUNT = Number(process.env["GANGWAY_TEST_CASES"] ?? 120);

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

/** A verifier key as golang.org/x/mod/sumdb/note writes it: name, the first four bytes of a hash, algorithm 1 and key. */
function verifierFor(name: string): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const key = Buffer.concat([Buffer.from([1]), Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url")]);
  const hash = createHash("sha256").update(`${name}\n`).update(key).digest("hex").slice(0, 8);
  return `${name}+${hash}+${key.toString("base64")}`;
}

interface Plan {
  readonly entries: readonly {
    readonly end: "direct" | "off" | null;
    readonly form: "https" | "http";
    readonly separator: "," | "|";
  }[];
  readonly outcomes: readonly Outcome[];
  readonly given: boolean;
}

const OUTCOME: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom("ok", "bad-content").map((kind): Outcome => ({ kind })) },
  { weight: 3, arbitrary: fc.constantFrom(404, 410).map((status): Outcome => ({ kind: "not-found", status })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(204, 401, 403, 500, 503).map((status): Outcome => ({ kind: "status", status })),
  },
  { weight: 2, arbitrary: fc.constantFrom("reset", "refused").map((kind): Outcome => ({ kind })) },
);

/** The first slot serves the module, so that each `.mod` comes to be checked; the last stands for the database itself. */
const SERVING = 0;
const DATABASE = "9";

const PLAN: fc.Arbitrary<Plan> = fc.record({
  entries: fc.array(
    fc.record({
      end: fc.constantFrom(null, null, null, null, "direct" as const, "off" as const),
      form: fc.constantFrom("https" as const, "http" as const),
      separator: fc.constantFrom("," as const, "|" as const),
    }),
    { minLength: 0, maxLength: 4 },
  ),
  outcomes: fc.array(OUTCOME, { minLength: 5, maxLength: 5 }),
  given: fc.constantFrom(false, false, false, false, false, true),
});

function writeChain(plan: Plan, name: string): string {
  const first = { end: null, form: "https" as const, separator: plan.entries[0]?.separator ?? ("," as const) };
  const all = [first, ...plan.entries];
  const parts = all.map(({ end, form, separator }, slot) => {
    const isDead = plan.outcomes[slot]?.kind === "refused";
    const base = isDead && slot !== SERVING ? stage.dead.refused : stage.bases[form];
    return `${end ?? `${base}/${name}/${slot}`}${slot === all.length - 1 ? "" : separator}`;
  });
  return parts.join("");
}

// All that was asked for a `supported`, and the first lookup, if there was one.
function sumdbRequests(asked: readonly string[]): readonly string[] {
  const lookup = asked.find((one) => one.endsWith(" lookup"));
  return [...asked.filter((one) => one.endsWith(" supported")), ...(lookup === undefined ? [] : [lookup])];
}

function expectedRequests(walk: SumdbWalk, isServed: (entry: number) => boolean): readonly string[] {
  const hops = walk.hops
    .filter(({ entry }) => isServed(entry))
    .flatMap(({ entry, sent }) => Array.from({ length: sent }, () => `${entry} supported`));
  if (walk.way === "database" || walk.way === "given") return [...hops, `${DATABASE} lookup`];
  return walk.way === "proxy" ? [...hops, `${walk.entry} lookup`] : hops;
}

interface Told {
  readonly way: SumdbWalk["way"];
  readonly difference: string;
}

async function compare(plan: Plan, index: number): Promise<Told> {
  const go = versions[index % versions.length];
  if (go === undefined) throw new Error("no go command");
  const name = `d${index}`;
  const database = `${stage.bases.https.replace("https://", "")}/${name}/${DATABASE}`;
  const gosumdb = `${verifierFor(database)}${plan.given ? ` https://${database}` : ""}`;
  const chain = parseChain(writeChain(plan, name), { goVersion: go.version });
  const of = (slot: number): Outcome => {
    const outcome = plan.outcomes[slot] ?? { kind: "ok" };
    return slot === SERVING && outcome.kind === "refused" ? { kind: "status", status: 500 } : outcome;
  };
  const walk = walkSumdb(chain, parseSumdb(gosumdb), { outcomeOf: of, goVersion: go.version });
  const asked = stage.open(name, (slot, file) => {
    if (file === "supported") return of(Number(slot));
    return file === "lookup" || slot !== String(SERVING) ? { kind: "not-found", status: 404 } : { kind: "ok" };
  });
  const env = { GOPROXY: chain.value, GOSUMDB: gosumdb };
  const download: Download = await downloads.run({ go, modulePath: ABSENT, env, patienceMs: 30_000 });
  const expected = expectedRequests(walk, (entry) => of(entry).kind !== "refused").join(", ");
  const actual = sumdbRequests(asked).join(", ");
  const isSame = actual === expected && !download.ok && !download.hung;
  const found = isSame
    ? ""
    : `Go ${go.version}, ${chain.value}, ${JSON.stringify(plan)}: [${actual}] instead of [${expected}]`;
  return { way: walk.way, difference: isSame ? "" : `${found}; ${download.said}` };
}

test("goes to the checksum database as the go command does", async () => {
  const told = await inTurns(fc.sample(PLAN, { seed: SEED, numRuns: COUNT }), 3, compare);

  const different = told.map(({ difference }) => difference).filter((one) => one !== "");
  const ways = ["proxy", "database", "given", "fails"].map(
    (way) => `${told.filter((one) => one.way === way).length} ${way}`,
  );
  console.log(
    `checksum database: seed ${SEED}, ${told.length} cases (${ways.join(", ")}) on ${versions.length} releases; ${different.length} differences`,
  );
  expect(different.join("\n")).toBe("");
});

const GOOD = "sum.test+";
const VALUES = [
  ...["", "sum.golang.org x y", "gosum.io", "goproxy.cn/sumdb/sum.golang.org", "Off", "OFF", "sum.golang.org+033de0ae"],
  ...[`${GOOD}00000000+AAAA`, `${GOOD}0000000+AQ==`, `${GOOD}zz000000+AQ==`, "+00000000+AQAA", `${GOOD}00000000+`],
  ...[
    `${GOOD}00000000+not base64`,
    "sum.golang.org http://[::1",
    "sum.golang.org  https://127.0.0.1:1 z",
    " off",
    "off ",
  ],
];

test("refuses the GOSUMDB values that the go command refuses, in its words", async () => {
  const name = "refusals";
  stage.open(name, () => ({ kind: "ok" }));
  const made = ["sum.test/", "a%41.test", "sum.test?x", "me@sum.test"].map(verifierFor);
  const cases = versions.flatMap((go) => [...VALUES, ...made].map((value) => ({ go, value })));

  const found = await inTurns(cases, 3, async ({ go, value }) => {
    const read = parseSumdb(value);
    const fault = read.kind === "invalid" ? read.fault : "";
    // An empty variable counts as unset; in the file it is a value.
    const env = { GOPROXY: `${stage.bases.https}/${name}/0`, GOSUMDB: value === "" ? " " : value };
    const { said, ok } = await downloads.run({ go, modulePath: ABSENT, env, patienceMs: 30_000 });
    // Go crashes over a name that is no URL: its message dereferences the URL that it could not parse.
    const isTold = said.includes(fault) || (value.startsWith("a%41.test+") && said.includes("nil pointer dereference"));
    return !ok && fault !== "" && isTold ? [] : [`Go ${go.version}, "${value}": we say ${fault}; ${said.trim()}`];
  });

  console.log(
    `GOSUMDB values: ${VALUES.length + made.length} on ${versions.length} releases; ${found.flat().length} differences`,
  );
  expect(found.flat().join("\n")).toBe("");
});
