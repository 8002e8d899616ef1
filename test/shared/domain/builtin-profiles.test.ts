import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { BUILTIN_PROFILES, effectiveProfiles } from "../../../shared/domain/builtin-profiles.ts";
import { parseChain } from "../../../shared/domain/chain.ts";
import { refusedValue } from "../../../shared/domain/goenv-values.ts";
import { endpointsOf, isTemplate, type Profile, TEMPLATE_HOST } from "../../../shared/domain/profile.ts";
import { autoUnsafe } from "../../../shared/domain/safety.ts";

function builtin(name: string): Profile {
  const found = BUILTIN_PROFILES.find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`no built-in profile is named ${name}`);
  return found;
}

/** Go's values where nothing is set. */
const DEFAULTS = { GOPROXY: "https://proxy.golang.org,direct", GOSUMDB: "sum.golang.org", GOTOOLCHAIN: "auto" };

test("there is one profile for each situation, in the order in which they are shown", () => {
  const names = BUILTIN_PROFILES.map((profile) => profile.name);
  expect(names).toEqual(["global", "china", "direct", "corporate", "ci"]);
});

test.each(BUILTIN_PROFILES)("Go takes every value of $name, from 1.21 on", ({ env }) => {
  const refused = Object.entries(env).flatMap(([name, value]) =>
    ["1.21.0", "1.27.0"].map((goVersion) => refusedValue(name, value, { goVersion })),
  );
  const invalid = parseChain(env["GOPROXY"] ?? "").entries.filter((entry) => entry.kind === "invalid");
  expect([refused.filter((text) => text !== null), invalid]).toEqual([[], []]);
});

test("each kind of network has at most one built-in profile, so that the choice is never by chance", () => {
  const kinds = BUILTIN_PROFILES.flatMap((profile) => profile.kinds);
  expect(kinds).toEqual([...new Set(kinds)]);
});

test("the mirrors in China go on after any error, and ask a checksum database that can be reached there", () => {
  const { env } = builtin("china");
  const { entries } = parseChain(env["GOPROXY"] ?? "");
  expect(entries.map((entry) => [entry.url, entry.separator])).toEqual([
    ["https://goproxy.cn", "|"],
    ["https://mirrors.aliyun.com/goproxy/", "|"],
    ["", null],
  ]);
  expect(env["GOSUMDB"]).toBe("sum.golang.google.cn");
});

test("only the corporate profile is a template, and only until its proxy is filled in", () => {
  const corporate = builtin("corporate");
  const filledIn = { ...corporate, env: { ...corporate.env, GOPROXY: "https://proxy.corp.test" } };
  expect(BUILTIN_PROFILES.filter(isTemplate)).toEqual([corporate]);
  expect(isTemplate(filledIn)).toBe(false);
  expect(endpointsOf([filledIn]).map((endpoint) => endpoint.name)).toEqual(["https://proxy.corp.test"]);
});

test.each([
  `https://${TEMPLATE_HOST}`,
  `https://me:pw@${TEMPLATE_HOST.toUpperCase()}:8443/go/`,
  TEMPLATE_HOST,
  `https://proxy.corp.test,https://${TEMPLATE_HOST}/go|direct`,
])("%s is a placeholder, which is never looked at", (value) => {
  const profile = { name: "p", env: { GOPROXY: value }, kinds: [], fingerprints: [] };
  const names = endpointsOf([profile], value).map((endpoint) => endpoint.name);
  expect(isTemplate(profile)).toBe(true);
  expect(names.filter((name) => name.includes("corp.example"))).toEqual([]);
});

test.each(["https://corp.example", `https://${TEMPLATE_HOST}.test`, `https://proxy.test/${TEMPLATE_HOST}`, "direct"])(
  "%s is no placeholder",
  (value) => {
    expect(isTemplate({ env: { GOPROXY: value } })).toBe(false);
  },
);

test("nothing that a built-in profile names is looked at once all are removed", () => {
  const left = effectiveProfiles(
    [],
    BUILTIN_PROFILES.map((profile) => profile.name),
  );
  expect(endpointsOf(left)).toEqual([]);
});

test("only a person chooses the profile for CI, because it changes how Go builds", () => {
  expect(autoUnsafe(builtin("ci"), DEFAULTS)?.values["variable"]).toBe("GOFLAGS");
});

test.each(["global", "china", "direct"])("%s may be chosen by itself", (name) => {
  expect(autoUnsafe(builtin(name), DEFAULTS)).toBeNull();
});

test("a profile for some network may change how Go builds there", () => {
  const env = { GOPROXY: "https://proxy.corp.test", GOTOOLCHAIN: "local" };
  const profile = { name: "p", env, fingerprints: [] };
  expect(autoUnsafe({ ...profile, kinds: ["corporate"] }, DEFAULTS)).toBeNull();
  expect(autoUnsafe({ ...profile, kinds: [] }, DEFAULTS)?.values["variable"]).toBe("GOTOOLCHAIN");
  expect(autoUnsafe({ ...profile, kinds: [] }, { ...DEFAULTS, GOTOOLCHAIN: "local" })).toBeNull();
});

test("whoever removes the built-in profiles, so as to look at loopback alone, takes their names from here", () => {
  const sources = ["test", "electron"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|tsx|mjs)$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  // A list of names written down by hand forgets the next built-in profile, and then a test looks at a public host.
  const byHand = sources.filter((file) => /removedProfiles"?:\s*\[\s*["'`]/.test(readFileSync(file, "utf8")));
  expect(sources.length).toBeGreaterThan(100);
  expect(byHand).toEqual([]);
});
