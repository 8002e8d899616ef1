// The values that Gangway works out against those that the real `go env` prints.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { createUnderTest } from "./go-env-under-test.ts";

const home = createUnderTest();
afterAll(() => {
  home.remove();
});

const NAMES = [
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOVCS",
  "GOAUTH",
  "GO111MODULE",
  "GOENV",
];
const name = fc.constantFrom(
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOVCS",
  "GOAUTH",
);
const value = fc.constantFrom("", "off", "direct", "a.example/*", "https://127.0.0.1:1|direct", " x ");
const values = fc.dictionary(name, value, { maxKeys: 5 });

test("agree with go env for any mix of OS variables and file", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(values, values, async (os, inFile) => {
      writeFileSync(
        home.file,
        Object.entries(inFile)
          .map(([n, v]) => `${n}=${v}\n`)
          .join(""),
      );
      const env = { ...home.env, ...os };
      const effective = await createGoEnv({ ...home.parts, env }).read();
      const seen = JSON.parse(home.go(["env", "-json", ...NAMES], os).stdout) as Record<string, string>;
      const ours = Object.fromEntries(NAMES.map((n) => [n, effective.variables[n]?.value]));
      expect(ours).toEqual(seen);
    }),
    { numRuns: 100 },
  );
});

test("say where each value comes from and what it hides", async () => {
  writeFileSync(home.file, "GOPROXY=direct\nGOPRIVATE=corp.example\nGOSUMDB=\nMINE=1\n");
  const env = { ...home.env, GOPROXY: "off", GOVCS: "" };
  const { variables, go } = await createGoEnv({ ...home.parts, env, names: () => ["GOFIPS140"] }).read();
  expect(go?.version).toMatch(/^1\.\d+/);
  expect(variables).toMatchObject({
    GOPROXY: { value: "off", origin: "os", shadows: "direct" },
    GOPRIVATE: { value: "corp.example", origin: "file" },
    GONOPROXY: { value: "corp.example", origin: "default" },
    GOSUMDB: { value: "", origin: "file" },
    GOVCS: { value: "", origin: "default" },
    GOAUTH: { value: "netrc", origin: "default" },
    GOTOOLCHAIN: { value: "local", origin: "os" },
    GOENV: { value: home.file, origin: "os" },
    GOFIPS140: { value: "off", origin: "default" },
    MINE: { value: "1", origin: "file" },
  });
});

test("come from go.env of the GOROOT in the file", async () => {
  const root = join(home.folder, "other-root");
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "go.env"), "GOPROXY=https://127.0.0.1:9\n");
  writeFileSync(home.file, `GOROOT=${root}\n`);
  const { variables } = await createGoEnv(home.parts).read();
  expect([variables["GOPROXY"], variables["GOSUMDB"]]).toEqual([
    { value: "https://127.0.0.1:9", origin: "goroot" },
    { value: "", origin: "default" },
  ]);
});

test("are those of a usual Go when the file cannot be read", async () => {
  const env = { ...home.env, GOENV: home.folder };
  const { variables } = await createGoEnv({ ...home.parts, env }).read();
  expect(variables["GOPROXY"]).toEqual({ value: "https://proxy.golang.org,direct", origin: "goroot" });
});

test("tell GOENV=off", async () => {
  const { file, variables } = await createGoEnv({ ...home.parts, env: { ...home.env, GOENV: "off" } }).read();
  expect([file, variables["GOENV"]]).toEqual([null, { value: "off", origin: "os" }]);
});
