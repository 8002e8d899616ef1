// What the linter says that Go says, against what the real go command says: for GOPROXY and GOSUMDB values that it refuses.
import { expect, test } from "vitest";
import { lintEnv, lintGoproxy } from "../../../shared/domain/lint.ts";
import { goVersions } from "../../support/go-versions.ts";
import { playScenes } from "./ask-go.ts";
import type { Scene } from "./go-oracle.ts";

const GOPROXY: readonly string[] = [
  "direct+https://goproxy.io",
  "ftp://x.example",
  "socks5://127.0.0.1:1080",
  "htps://goproxy.cn,direct",
  "goproxy",
  "Direct",
  "OFF",
  "noproxy",
  "/abs/path",
  "file://host/path",
  ",",
  " ",
  "https:goproxy.io",
  "http://h.example:80;direct",
  "http://h.example:80 direct",
  "http://h.example:80，direct",
  '"https://goproxy.cn,direct"',
  "'https://goproxy.cn'",
  "https://h.example:x",
  "https://goproxy.cn,goproxy",
  "https://a b.example",
  "https://[::1",
  "https://%zz.example",
  "off,https://goproxy.io",
  "off",
];

const GOSUMDB: readonly string[] = [
  "gosum.io",
  "goproxy.cn/sumdb/sum.golang.org",
  "https://sum.golang.google.cn",
  "a b c",
  "OFF",
];

const MODULE = "example.invalid/x@v1.0.0";

/** The sentence of Go behind the module's name and what it was doing. */
function saidIn(stdout: string): string {
  const { Error: said = "" } = JSON.parse(stdout) as { readonly Error?: string };
  return said.replace(/^(?:module )?example\.invalid\/x(?:@v1\.0\.0)?(?:\/go\.mod)?: /, "");
}

for (const { version, path } of await goVersions()) {
  test(`refused values are told in the words of Go ${version}`, { timeout: 120_000 }, async () => {
    const proxies = GOPROXY.map((value): Scene => scene(path, { GOPROXY: value, GOSUMDB: "off" }));
    const databases = GOSUMDB.map((value): Scene => scene(path, { GOPROXY: "{A}", GOSUMDB: value }));
    const outcomes = await playScenes([...proxies, ...databases]);
    const said = outcomes.map(({ stdout }) => saidIn(stdout));
    const told = [
      ...GOPROXY.map((value) => refusalOfProxy(value, version)),
      ...GOSUMDB.map((v) => refusalOfSumdb(v, version)),
    ];
    const differing = [...GOPROXY, ...GOSUMDB].flatMap((value, index) => {
      const theirs = said[index] ?? "";
      const ours = told[index] ?? "";
      return ours !== "" && theirs.includes(ours) ? [] : [{ value, ours, theirs }];
    });
    console.info(`Go ${version}: ${told.length} refused values, ${differing.length} differ`);
    expect(differing).toEqual([]);
  });
}

function scene(go: string, env: Scene["env"]): Scene {
  return { go, env, servers: { A: "serves" }, modules: [MODULE] };
}

function refusalOfProxy(value: string, version: string): string {
  const [first] = lintGoproxy(value, { goVersion: version });
  if (first?.code === "off-first" || first?.code === "off-alone") return "module lookup disabled by GOPROXY=off";
  return String(first?.values["refusal"] ?? "");
}

function refusalOfSumdb(value: string, version: string): string {
  const env = { file: null, go: { path: "go", version }, variables: { GOSUMDB: { value, origin: "os" as const } } };
  return String(lintEnv(env).find(({ code }) => code === "sumdb-malformed")?.values["refusal"] ?? "");
}
