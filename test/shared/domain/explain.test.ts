import { expect, test } from "vitest";
import { explainModule } from "../../../shared/domain/explain.ts";
import { directWay } from "../../../shared/domain/explain-direct.ts";
import { govcsRefusal } from "../../../shared/domain/explain-govcs.ts";
import { modulePathFault, parseModuleQuery } from "../../../shared/domain/explain-module-path.ts";

const USUAL = { GOPROXY: "https://proxy.golang.org,direct", GOSUMDB: "sum.golang.org" };

test("a public module takes the list in order, each entry with its condition", () => {
  const { route, sumdb } = explainModule("golang.org/x/text", {
    ...USUAL,
    GOPROXY: "https://goproxy.cn|https://goproxy.io,direct",
  });
  expect(route.map(({ entry, why }) => [entry, why.code])).toEqual([
    ["https://goproxy.cn", "route-first"],
    ["https://goproxy.io", "route-after-any"],
    ["direct", "route-after-missing"],
  ]);
  expect(sumdb.way).toBe("proxies");
});

test("a private module is fetched directly and vouched for by nobody, by which pattern of which variable", () => {
  const explained = explainModule("git.corp.com/x", { ...USUAL, GOPRIVATE: "*.corp.com", GOPROXY: "off" });
  expect(explained.private).toEqual({ variable: "GOPRIVATE", pattern: "*.corp.com" });
  expect(explained.route.map(({ entry }) => entry)).toEqual(["direct"]);
  expect(explained.sumdb).toEqual({
    way: "none",
    why: { code: "sumdb-covered", values: { variable: "GOPRIVATE", pattern: "*.corp.com" } },
  });
});

test("GONOPROXY takes the place of GOPRIVATE, and that is warned of", () => {
  const env = { ...USUAL, GOPRIVATE: "*.corp.com", GONOPROXY: "none" };
  const explained = explainModule("git.corp.com/x", env);
  expect(explained.private).toBeNull();
  expect(explained.warnings.map(({ code }) => code)).toContain("warning-private-asked");
});

test("a toolchain is always vouched for, except from a folder", () => {
  const way = (env: Readonly<Record<string, string>>): string =>
    explainModule("golang.org/toolchain", { ...USUAL, ...env }).sumdb.way;
  expect(way({ GOSUMDB: "off" })).toBe("fails");
  expect(way({ GONOSUMDB: "*" })).toBe("proxies");
  expect(way({ GOSUMDB: "off", GOPROXY: "file:///srv/dist" })).toBe("none");
});

test("GOINSECURE counts in direct mode alone", () => {
  const codes = (GOPROXY: string): readonly string[] => {
    const { verify, warnings } = explainModule("corp.com/x", { ...USUAL, GOPROXY, GOINSECURE: "corp.com" });
    return [...verify, ...warnings].map(({ code }) => code);
  };
  expect(codes("https://proxy.golang.org")).toEqual(["verify-proxies", "auth-netrc", "warning-insecure-vain"]);
  expect(codes("direct")).toEqual(["verify-insecure", "auth-netrc"]);
});

test("a value that Go refuses leads nowhere, private modules included", () => {
  const explained = explainModule("corp.com/x", {
    ...USUAL,
    GOPROXY: "direct+https://goproxy.io",
    GOPRIVATE: "corp.com",
  });
  expect(explained.route).toEqual([]);
  expect(explained.warnings[0]?.code).toBe("warning-refused");
});

test("no password is in an explanation", () => {
  const env = {
    GOPROXY: "https://me:hunter2@a.example|http://me:hunter2@b.example,ftp://me:hunter2@c",
    GOSUMDB: "sum.golang.org https://me:hunter2@d.example",
  };
  expect(JSON.stringify(explainModule("corp.com/x", env))).not.toContain("hunter2");
});

test.each([
  ["github.com/a/b/c", { kind: "static", host: "github.com", root: "github.com/a/b", vcs: "git", allowed: true }],
  ["github.com/a", { kind: "impossible", host: "github.com" }],
  ["corp.com/a/b.git/c", { kind: "static", host: "corp.com", root: "corp.com/a/b.git", vcs: "git", allowed: true }],
  ["corp.com/a.svn", { kind: "static", host: "corp.com", root: "corp.com/a.svn", vcs: "svn", allowed: false }],
  ["golang.org/x/text", { kind: "discovery", host: "golang.org", gitAllowed: true }],
])("direct gets at %s by %j", (path, way) => {
  expect(directWay(path, { govcs: "", goprivate: "" })).toEqual(way);
});

test.each([
  ["public:git|hg,private:all", null],
  ["git", 'malformed entry in GOVCS (missing colon): "git"'],
  ["public:", 'empty VCS list in GOVCS: "public:"'],
  ["a:git,", "empty entry in GOVCS"],
  ["a:git,a:hg", 'unreachable pattern in GOVCS: "a:hg" after "a:git"'],
])("of GOVCS=%s Go says %j", (value, refusal) => {
  expect(govcsRefusal(value)).toBe(refusal);
});

test("a query is a path and perhaps a version", () => {
  expect(parseModuleQuery("a.com/x@v1.0.0")).toEqual({ path: "a.com/x", version: "v1.0.0" });
  expect(parseModuleQuery("a.com/x")).toEqual({ path: "a.com/x" });
  expect(modulePathFault("a.com/x")).toBeNull();
  expect(modulePathFault("golang/x")).toBe('malformed module path "golang/x": missing dot in first path element');
});
