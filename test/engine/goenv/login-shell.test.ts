// The login shell as the app asks it: in the background, with the answer in what the engine reads and warns of.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { createLoginShell, type LoginShell } from "../../../electron/engine/goenv/login-shell.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
let shell: LoginShell;
const profile = (): string => join(home.folder, ".profile");

beforeEach(() => {
  home = createUnderTest();
  const surroundings = { env: home.env, platform: process.platform };
  shell = createLoginShell({ surroundings, clock: systemClock, shell: "/bin/sh", names: () => ["GOPROXY", "GOSUMDB"] });
});
afterEach(() => {
  shell.stop();
  home.remove();
});

test("is in what is read, once it has answered, and is told to whoever watches", async () => {
  writeFileSync(profile(), "export GOPROXY=off\n");
  const goEnv = createGoEnv({ ...home.parts, shell });
  const before = await goEnv.read();
  let told = 0;
  const stop = goEnv.watch(() => {
    told += 1;
  });
  await shell.ask();
  await shell.ask();
  const { shell: exported, variables } = await goEnv.read();
  stop();
  expect([before.shell, exported, told]).toEqual([
    undefined,
    [{ name: "GOPROXY", value: "off", where: `${profile()}:1` }],
    1,
  ]);
  // It is not in the environment of this process, so it is not in the values that hold here.
  expect(variables["GOPROXY"]?.origin).not.toBe("os");
});

test("is told to those who begin to watch after the answer", async () => {
  writeFileSync(profile(), "export GOPROXY=off\n");
  await shell.ask();
  await expect(
    new Promise<string>((resolve) =>
      shell.watch(() => {
        resolve("told");
      }),
    ),
  ).resolves.toBe("told");
});

test("is warned of by a switch whose value it hides in terminals", async () => {
  writeFileSync(profile(), "export GOPROXY=https://me:pw@127.0.0.1:1\nexport GOSUMDB=off\n");
  await shell.ask();
  const outcome = await createGoEnv({ ...home.parts, shell }).apply(request({ GOPROXY: "direct", GOSUMDB: "off" }));
  expect(outcome).toMatchObject({
    outcome: "written",
    warnings: [
      { code: "shadowed-by-shell", name: "GOPROXY", value: "https://***@127.0.0.1:1", where: `${profile()}:1` },
    ],
  });
});

test("keeps what it said when it does not answer, and asks no more once stopped", async () => {
  writeFileSync(profile(), "export GOPROXY=off\n");
  await shell.ask();
  writeFileSync(profile(), "exit 0\n");
  await shell.ask();
  const kept = shell.exports();
  writeFileSync(profile(), "");
  shell.stop();
  await shell.ask();
  expect([kept.length, shell.exports()]).toEqual([1, kept]);
});
