import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CELL_IDS, type Cell } from "../../shared/domain/diagnosis.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { createGangway, type Gangway } from "./gangway.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});

afterAll(() => lab.close());

/** What `diagnose --json` prints; the first seven are a public interface. */
interface Printed {
  readonly endpoint: string;
  readonly matrix: readonly Cell[];
  readonly tls13: string;
  readonly largeHello: string;
  readonly interception: { readonly found: boolean; readonly issuer?: string; readonly trust: string };
  readonly retryRequest: boolean;
  readonly verdict: string;
  readonly because: readonly string[];
}

function diagnose(gangway: Gangway, box: string, ...args: readonly string[]) {
  const { url, env } = lab.way(box);
  return gangway.run(["diagnose", url, "--ca", lab.caFile, ...args], { env });
}

test("a clean path: exit fine, every cell of the matrix with an outcome, and a reason for each that was not tried", async () => {
  const ran = await diagnose(createGangway(), "nothing in between", "--json");
  expect(ran.code).toBe(0);
  const printed = ran.json() as Printed;
  expect(printed).toMatchObject({
    endpoint: lab.way("nothing in between").url,
    tls13: "ok",
    largeHello: "ok",
    interception: { found: false, issuer: "CN=Gangway Lab Root, O=Gangway tests", trust: "local" },
    retryRequest: false,
    verdict: "fine",
  });
  expect(printed.matrix.map(({ id }) => id)).toEqual(CELL_IDS);
  const untold = printed.matrix.filter(({ outcome, skipped }) => outcome === "skipped" && skipped === undefined);
  expect(untold).toEqual([]);
  const timed = printed.matrix.filter(
    ({ id, handshakeMs }) => ["tls12", "tls13"].includes(id) && Number(handshakeMs) > 0,
  );
  expect(timed).toHaveLength(2);
});

test("a box on the way: exit finding, the verdict first, then why, the matrix, the cost, and what helps", async () => {
  const ran = await diagnose(createGangway(), "resets hellos over one segment");
  expect(ran.code).toBe(1);
  const { stdout } = ran;
  const places = ["does not let large TLS hellos through", "Why", "All that was tried", "What go loses", "What helps"];
  const found = places.map((text) => stdout.indexOf(text));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(found).not.toContain(-1);
  expect(stdout).toMatch(/helps +GODEBUG=tlsmlkem=0 .* Tried here: passes/);
});

test("in Chinese every line of the answer is Chinese, but for names and numbers", async () => {
  const { url } = lab.way("resets by the name");
  const ran = await createGangway().run(["diagnose", url, "--ca", lab.caFile], { env: { LANG: "zh_CN.UTF-8" } });
  const foreign = ran.stdout.split("\n").filter((line) => line !== "" && !/\p{Script=Han}/u.test(line));
  expect(foreign).toEqual([]);
});

test("a report in Markdown holds the verdict and the request, and no secret of this machine", async () => {
  const gangway = createGangway();
  const file = path.join(gangway.folder, "report.md");
  const { url } = lab.way("resets hellos over one segment");
  const secret = url.replace("https://", "https://me:hush@");
  const ran = await gangway.run(["diagnose", `${secret}/path?token=hush`, "--ca", lab.caFile, "--report", file], {
    env: { HTTPS_PROXY: "http://me:hush@localhost:1", USER: "zaphod42" },
  });
  expect(ran.stderr).toContain(`The report is in ${file}.`);
  const report = readFileSync(file, "utf8");
  expect(report).toContain(`# TLS connectivity report: ${url}/path`);
  expect(report).toContain("RFC 8446");
  const addresses = Object.values(os.networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const secrets = ["hush", "zaphod42", os.hostname(), gangway.folder, os.userInfo().username, ...addresses];
  // Names of one or two letters, or "root", stand in any text.
  const told = secrets.filter(
    (text) => text.length > 2 && text !== "root" && text !== "localhost" && report.includes(text),
  );
  expect(told).toEqual([]);
});

test("a report through a proxy tells neither its password nor its address", async () => {
  const gangway = createGangway();
  const { url, env } = lab.way("a proxy that wants a login");
  const proxy = env["HTTPS_PROXY"]!;
  const withLogin = proxy.replace("http://", "http://me:hush@");
  const ran = await gangway.run(["diagnose", url, "--report", "-"], { env: { HTTPS_PROXY: withLogin } });
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain("proxy wants a login");
  expect(ran.stdout + ran.stderr).not.toMatch(new RegExp(`hush|${new URL(proxy).host}`));
});

test("a report in JSON is what --json prints, and one that was there is replaced, with a word about it", async () => {
  const gangway = createGangway();
  const file = path.join(gangway.folder, "report.json");
  writeFileSync(file, "old");
  const ran = await diagnose(gangway, "refused", "--json", "--report", file);
  expect(ran.stderr).toContain("replaces the file that was there");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(ran.json());
});

test("nobody there: the endpoint is down, and nothing is tried behind that", async () => {
  const ran = await diagnose(createGangway(), "refused", "--json");
  expect(ran.code).toBe(1);
  const { matrix, ...rest } = ran.json() as Printed;
  expect(rest).toMatchObject({ verdict: "endpoint-down", tls13: "unreachable", largeHello: "unknown" });
  expect(matrix.filter(({ skipped }) => skipped === "unreachable")).toHaveLength(CELL_IDS.length - 2);
});

test.each([
  { args: ["not a url"], code: 2, says: "holds a blank" },
  { args: ["ftp://x.test"], code: 2, says: "https://" },
  { args: ["http://localhost:1"], code: 2, says: "plain HTTP" },
  { args: [], code: 2, says: "missing" },
  { args: ["https://localhost:1", "--ca", "/nowhere.pem"], code: 3, says: "/nowhere.pem cannot be read" },
  { args: ["https://localhost:1", "--report", "report.txt"], code: 2, says: ".md or .json" },
  { args: ["https://localhost:1", "--report", "/nowhere/report.md"], code: 3, says: "/nowhere/report.md" },
  { args: ["https://localhost:1", "--report", "-", "--json"], code: 2, says: "cannot share standard output" },
])("$args is refused with $code and says why", async ({ args, code, says }) => {
  const ran = await createGangway().run(["diagnose", ...args]);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(says);
});

test("a folder in the place of the report, and a file of certificates that holds none, are refused before anything is tried", async () => {
  const gangway = createGangway();
  const folder = path.join(gangway.folder, "report.md");
  mkdirSync(folder);
  const onFolder = await diagnose(gangway, "refused", "--report", folder);
  expect(onFolder.code).toBe(3);
  const empty = path.join(gangway.folder, "empty.pem");
  writeFileSync(empty, "nothing");
  const onEmpty = await gangway.run(["diagnose", lab.way("refused").url, "--ca", empty]);
  expect(onEmpty.code).toBe(3);
  expect(onEmpty.stderr).toContain("CERTIFICATE");
});
