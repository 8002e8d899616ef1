import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { asciiScripts } from "../../build/ascii-scripts.ts";
import { confWithoutValidator } from "../../build/leaner-packages.ts";

function transformed(code: string): string {
  const { transform } = confWithoutValidator() as unknown as {
    readonly transform: { readonly handler: (code: string) => { readonly code: string } };
  };
  return transform.handler(code).code;
}

test("takes validator and migrations out of the conf that is installed", () => {
  const file = path.resolve("node_modules/conf/dist/source/index.js");
  const code = transformed(readFileSync(file, "utf8"));

  expect(code).not.toMatch(/^import .* from '(ajv|semver)/m);
  expect(code).toContain("export default class Conf");
});

test("stops the build when conf imports them in another way", () => {
  expect(() => transformed("import Ajv from 'ajv';")).toThrow(/conf no longer says .* look what it imports now/);
});

test("writes scripts in ASCII that say the same", () => {
  const code = 'export default ["网络 – “x” 😀", /^[，；]$/u.test("；"), `…${"→"}`]';
  const chunk = { type: "chunk", code };
  const asset = { type: "asset", source: "网" };
  const { generateBundle } = asciiScripts() as unknown as {
    readonly generateBundle: (options: unknown, bundle: unknown) => void;
  };
  generateBundle({}, { chunk, asset });

  expect(chunk.code).toMatch(/^[\0-\x7f]*$/);
  const said = runInNewContext(chunk.code.replace("export default", "")) as unknown;
  expect(structuredClone(said)).toEqual(["网络 – “x” 😀", true, "…→"]);
  expect(asset.source).toBe("网");
});
