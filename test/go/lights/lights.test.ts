// What our lights say of a proxy, against what the go command then does with it: whom it asks for checksums, and whether it
// can fetch a toolchain.
import { createHash, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lightSourceWith } from "../../../electron/engine/lights/light-source.ts";
import { createLooker } from "../../../electron/engine/probe/probe.ts";
import type { Outcome } from "../../../shared/domain/chain-walk.ts";
import { checksums } from "../../../shared/domain/checksums.ts";
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { Light } from "../../../shared/domain/lights.ts";
import { proxyErrand } from "../../../shared/domain/lights-due.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { ABSENT, type Downloads, openDownloads } from "../chain/go-download.ts";
import { inTurns } from "../chain/in-turns.ts";
import { openStage, type Stage } from "../chain/stage.ts";

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

/** A verifier key for a database that nobody has to be. */
function verifierFor(name: string): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const key = Buffer.concat([Buffer.from([1]), Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url")]);
  const hash = createHash("sha256").update(`${name}\n`).update(key).digest("hex").slice(0, 8);
  return `${name}+${hash}+${key.toString("base64")}`;
}

/** The slot that stands for the database itself; the proxy under test is slot 0. */
const DATABASE = "9";

interface Seen {
  /** Where our lights say that lookups go. */
  readonly way: string;
  readonly requests: number;
  readonly light: Light | undefined;
  /** Where the go command's first lookup went: to the `proxy`, to the `database`, or nowhere: then it `fails`. */
  readonly goWay: string;
  readonly goRequests: number;
}

async function compare(go: GoVersion, outcome: Outcome, separator: "," | "|"): Promise<Seen> {
  const name = `l${go.version.replaceAll(".", "")}${outcome.kind}${"status" in outcome ? outcome.status : ""}${separator === "," ? "c" : "p"}`;
  const database = `${stage.bases.https.replace("https://", "")}/${name}/${DATABASE}`;
  const gosumdb = verifierFor(database);
  const url = `${stage.bases.https}/${name}/0`;
  const goproxy = `${url}${separator}direct`;
  const asked = stage.open(name, (_slot, file) => {
    if (file === "supported") return outcome;
    return file === "lookup" ? { kind: "not-found", status: 404 } : { kind: "ok" };
  });
  const values = { goproxy, gosumdb, gotoolchain: "local", goVersion: `go${go.version}` };
  const endpoint = { name: endpointName(url), url, role: "proxy" } as const;
  const source = lightSourceWith(
    createLooker({ version: "0", env: {}, caFile: stage.caFile, limits: { http: 2_000 } }),
  );
  const errand = { ...proxyErrand(endpoint, values), ids: ["sumdb"] } as const;
  const lights = await source.look(errand, new AbortController().signal);
  const light = lights?.[0];
  const { way, requests } = checksums(values, () => light, null);
  const ours = asked.length;

  await downloads.run({ go, modulePath: ABSENT, env: { GOPROXY: goproxy, GOSUMDB: gosumdb }, patienceMs: 30_000 });

  const theirs = asked.slice(ours);
  const lookup = theirs.find((one) => one.endsWith(" lookup"));
  const goWay = lookup === undefined ? "fails" : lookup.startsWith(DATABASE) ? "database" : "proxy";
  stage.shut(name);
  return { way, requests, light, goWay, goRequests: theirs.filter((one) => one.endsWith(" supported")).length };
}

const OUTCOMES: readonly Outcome[] = [
  { kind: "ok" },
  { kind: "bad-content" },
  { kind: "not-found", status: 404 },
  { kind: "not-found", status: 410 },
  { kind: "status", status: 403 },
  { kind: "status", status: 503 },
  { kind: "reset" },
];

test("the way to the checksum database is the one that the go command takes", async () => {
  const cases = versions.flatMap((go) =>
    OUTCOMES.flatMap((outcome) => ([",", "|"] as const).map((separator) => ({ go, outcome, separator }))),
  );

  const told = await inTurns(cases, 3, async ({ go, outcome, separator }) => {
    const seen = await compare(go, outcome, separator);
    const what = `Go ${go.version}, ${outcome.kind}${"status" in outcome ? ` ${outcome.status}` : ""} before "${separator}direct"`;
    const line = `${what}: light ${seen.light?.state}, ${seen.way} after ${seen.requests}; go: ${seen.goWay} after ${seen.goRequests}`;
    // A reset is no status: how often Go asks then is left to the walk's own test.
    const isSame = seen.way === seen.goWay && (outcome.kind === "reset" || seen.requests === seen.goRequests);
    return { line, isSame, isNewest: go === versions.at(-1) };
  });

  const rows = told.filter(({ isNewest }) => isNewest).map(({ line }) => line);
  const wrong = told.filter(({ isSame }) => !isSame).map(({ line }) => line);
  console.log(`lights and ${versions.length} releases of Go, here the newest:\n${rows.join("\n")}`);
  expect(wrong.join("\n")).toBe("");
});

test("a proxy whose toolchain light is off cannot give one to the go command", async () => {
  const name = "toolchains";
  const url = `${stage.bases.https}/${name}/0`;
  stage.open(name, () => ({ kind: "not-found", status: 404 }));
  const endpoint = { name: endpointName(url), url, role: "proxy" } as const;
  const source = lightSourceWith(createLooker({ version: "0", env: {}, caFile: stage.caFile }));
  // The stage knows no such path, and says 500 to it, as a broken mirror would.
  const lights = await source.look({ endpoint, ids: ["toolchain"], sumdb: null }, new AbortController().signal);
  expect(lights?.[0]).toMatchObject({ state: "off" });

  const able = versions.filter(({ version }) => Number(version.split(".")[1]) >= 21);
  for (const go of able) {
    const env = { GOPROXY: url, GOSUMDB: "off", GOTOOLCHAIN: "go1.99.0" };
    const { ok, said } = await downloads.run({ go, modulePath: ABSENT, env, patienceMs: 30_000 });
    expect({ version: go.version, ok }).toEqual({ version: go.version, ok: false });
    expect(said).toContain("golang.org/toolchain");
  }
  console.log(`toolchains: off, and ${able.length} releases of Go could not fetch one`);
});
