import { expect, test } from "vitest";
import { createGangway } from "./gangway.ts";

interface Answer {
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly at?: { readonly variable: string };
    readonly message: string;
    readonly fix?: { readonly changes: Readonly<Record<string, string | null>> };
  }[];
}

test.each([
  ["direct+https://goproxy.io", "not-a-separator", /refuses the whole list.*The cost/],
  ["direct,https://goproxy.io", "never-reached", /is never asked.*The cost.*30 s/],
])("lint says what Go makes of %s, what it costs and how to mend it", async (value, code, message) => {
  const gangway = createGangway({ profiles: [] });
  const ran = await gangway.run(["lint", value, "--json"]);
  expect(ran.code).toBe(1);
  const { findings } = ran.json() as Answer;
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    code,
    at: { variable: "GOPROXY" },
    fix: { changes: { GOPROXY: "https://goproxy.io,direct" } },
  });
  expect(findings[0]?.message).toMatch(message);
  const human = await gangway.run(["lint", value], { env: { LANG: "zh_CN.UTF-8" } });
  expect(human.stdout).toMatch(/代价/);
  expect(human.stdout).toContain("go env -w GOPROXY=https://goproxy.io,direct");
});

test("a value without anything to warn of ends with 0", async () => {
  const ran = await createGangway({ profiles: [] }).run(["lint", "https://goproxy.cn|direct", "--json"]);
  expect(ran.code).toBe(0);
  expect(ran.json()).toEqual({ findings: [] });
});

test("without a value the whole go env is judged, the file as a file too", async () => {
  const goEnvText = "\uFEFFGOPROXY=direct\nGOPRIVATE=corp.com\r\nGONOSUMCHECK=1\nGOPROXY=https://goproxy.cn,direct\n";
  const gangway = createGangway({ profiles: [], goEnvText });
  const ran = await gangway.run(["lint", "--json"], { env: { ALL_PROXY: "socks5://127.0.0.1:9" } });
  expect(ran.code).toBe(1);
  const codes = (ran.json() as Answer).findings.map((finding) => finding.code);
  expect(codes).toEqual([
    "carriage-return",
    "nonexistent-variable",
    "all-proxy-ignored",
    "byte-order-mark",
    "comma-before-direct",
  ]);
  expect(gangway.goEnvText()).toBe(goEnvText);
});

test("an empty value is no missing one", async () => {
  const ran = await createGangway({ profiles: [] }).run(["lint", "", "--json"]);
  expect((ran.json() as Answer).findings.map((finding) => finding.code)).toEqual(["empty-value"]);
});

test("no password is printed, and no fix that would need one", async () => {
  const gangway = createGangway({ profiles: [] });
  const value = "direct,https://me:hunter2@proxy.corp.example";
  const json = await gangway.run(["lint", value, "--json"]);
  const human = await gangway.run(["lint", value]);
  expect(`${json.stdout}${json.stderr}${human.stdout}${human.stderr}`).not.toContain("hunter2");
  expect((json.json() as Answer).findings.some(({ fix }) => fix !== undefined)).toBe(false);
});
