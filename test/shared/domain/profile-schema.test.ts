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
  expect(parseProfiles(document)).toEqual({
    complaints: [{ at, message: expect.not.stringContaining("GOSUMDB=off") }],
  });
});
