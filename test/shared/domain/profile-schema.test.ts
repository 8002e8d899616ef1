import { expect, test } from "vitest";
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import { parseProfiles } from "../../../shared/domain/profile-schema.ts";

const OFFICE = { name: "office", env: { GOPROXY: "direct", GOSUMDB: null }, kinds: ["corporate"], fingerprints: [] };

test.each([
  ["one profile", OFFICE, [OFFICE]],
  ["a list of profiles", { profiles: [OFFICE, { ...OFFICE, name: "other" }] }, [OFFICE, { ...OFFICE, name: "other" }]],
  ["every built-in profile", { profiles: BUILTIN_PROFILES }, BUILTIN_PROFILES],
  ["keys that a newer version may know", { ...OFFICE, colour: "red" }, [{ ...OFFICE, colour: "red" }]],
])("takes %s", (_name, document, profiles) => {
  expect(parseProfiles(document)).toEqual({ profiles });
});

test.each([
  ["a value with a line break", { ...OFFICE, env: { GOPROXY: "a\nGOSUMDB=off" } }, "env.GOPROXY"],
  ["a value with a carriage return", { ...OFFICE, env: { GOPROXY: "a\r" } }, "env.GOPROXY"],
  ["a value with a NUL", { ...OFFICE, env: { GOPROXY: "a\0" } }, "env.GOPROXY"],
  ["a variable that is not Go's", { ...OFFICE, env: { LD_PRELOAD: "x" } }, "env.LD_PRELOAD"],
  ["a bad name", { ...OFFICE, name: "-office" }, "name"],
  ["a profile without its kinds", { name: "office", env: {}, fingerprints: [] }, "kinds"],
  ["a bad profile in a list", { profiles: [OFFICE, { ...OFFICE, name: "" }] }, "profiles.1.name"],
  ["two of one name", { profiles: [OFFICE, OFFICE] }, "profiles"],
  ["a list that is none", { profiles: OFFICE }, "profiles"],
  ["no document", null, ""],
])("complains about %s and says where, without the value", (_name, document, at) => {
  const parsed = parseProfiles(document);
  expect(parsed).toMatchObject({ complaints: [{ at }] });
  expect(JSON.stringify(parsed)).not.toContain("GOSUMDB=off");
});

test.each([
  ["no kinds", { name: "x", env: {}, fingerprints: [] }, ["kinds", "kinds", { is: "nothing" }]],
  ["a kind that is none", { ...OFFICE, kinds: ["moon"] }, ["kinds.0", "kind", { is: "text", shown: '"moon"' }]],
  ["a number for a value", { ...OFFICE, env: { GOPROXY: 1 } }, ["env.GOPROXY", "value", { is: "number", shown: "1" }]],
  ["a long value", { ...OFFICE, env: { GOPROXY: "x".repeat(9_000) } }, ["env.GOPROXY", "value", { is: "text" }]],
  [
    "a name of no variable",
    { ...OFFICE, env: { PATH: "x" } },
    ["env.PATH", "variable", { is: "text", shown: '"PATH"' }],
  ],
  ["a list for env", { ...OFFICE, env: [] }, ["env", "env", { is: "list" }]],
  ["null for fingerprints", { ...OFFICE, fingerprints: null }, ["fingerprints", "fingerprints", { is: "null" }]],
  ["an object for a title", { ...OFFICE, title: {} }, ["title", "title", { is: "object" }]],
  [
    "a text for a profile",
    { profiles: [OFFICE, "office"] },
    ["profiles.1", "profile", { is: "text", shown: '"office"' }],
  ],
  [
    "one bad profile of two",
    { profiles: [OFFICE, { ...OFFICE, name: true }] },
    ["profiles.1.name", "name", { is: "boolean", shown: "true" }],
  ],
  ["a text for the list", { profiles: "all" }, ["profiles", "profiles", { is: "text", shown: '"all"' }]],
  ["a number for the document", 7, ["", "document", { is: "number", shown: "7" }]],
  [
    "credentials in a title",
    { ...OFFICE, kinds: ["https://me:hush@h.test"] },
    ["kinds.0", "kind", { is: "text", shown: '"https://***@h.test"' }],
  ],
])("says of %s what was expected and what is there", (_name, document, [at, expected, got]) => {
  expect(parseProfiles(document)).toMatchObject({ complaints: [{ at, expected, got }] });
});

test("tells all that is wrong at once", () => {
  const parsed = parseProfiles({ name: "-", env: { GOPROXY: 1, X: "" }, kinds: "home", fingerprints: [] });
  const places = "complaints" in parsed ? parsed.complaints.map((complaint) => complaint.at) : [];
  expect([...places].sort()).toEqual(["env.GOPROXY", "env.X", "kinds", "name"]);
});

test.each(["GOTOOLCHAIN", "CGO_CFLAGS", "CC", "PKG_CONFIG", "GOAUTH", "GOFIPS140"])(
  "%s may be in a profile",
  (name) => {
    expect(parseProfiles({ ...OFFICE, env: { [name]: "x" } })).toHaveProperty("profiles");
  },
);
