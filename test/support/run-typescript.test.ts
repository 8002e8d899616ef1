import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnTypeScript } from "./run-typescript.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-typescript-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(text: string): string {
  const file = join(folder, "program.ts");
  writeFileSync(file, text);
  return file;
}

test("runs a TypeScript program with its arguments and environment", async () => {
  const file = write(
    "const said: string = `${process.argv[2]} ${process.env.WORD}`; console.log(said); process.exitCode = 3;",
  );

  const program = await spawnTypeScript(file, ["hello"], { env: { WORD: "world" } });

  expect(await program.finished).toEqual({ code: 3, signal: null, stdout: "hello world\n", stderr: "" });
});

test("kills a program that does not end in time", async () => {
  const file = write("setInterval(() => console.log('still here'), 10);");

  const program = await spawnTypeScript(file, [], { timeoutMs: 300 });
  await program.says("still here");

  expect((await program.finished).signal).toBe("SIGKILL");
});

test("says so when the awaited words never come", async () => {
  const program = await spawnTypeScript(write("console.log('something else');"), []);

  await expect(program.says("the words")).rejects.toThrow("something else");
});
