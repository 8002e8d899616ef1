// The proof of a switch: the go command downloads a module from the proxy that only the new profile names.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ModuleProxy, SERVED_MODULE, SERVED_VERSION, startModuleProxy } from "../../support/module-proxy.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
let proxy: ModuleProxy;
beforeEach(async () => {
  home = createUnderTest();
  proxy = await startModuleProxy(home.folder);
});
afterEach(async () => {
  await proxy.close();
  home.remove();
});

function download(): Promise<{ readonly ok: boolean; readonly said: string }> {
  const env = { ...home.env, SSL_CERT_FILE: proxy.caFile, GOMODCACHE: join(home.folder, "modules") };
  const args = ["mod", "download", "-json", `${SERVED_MODULE}@${SERVED_VERSION}`];
  return new Promise((settle) => {
    execFile("go", args, { cwd: home.folder, env, timeout: 20_000 }, (error, stdout, stderr) => {
      settle({ ok: error === null, said: stdout + stderr });
    });
  });
}

test("go mod download goes through the proxy of the new profile, and no more after undo", {
  timeout: 60_000,
}, async () => {
  const before = "# by hand\nGOPROXY=off\nGOSUMDB=off";
  writeFileSync(home.file, before);
  const refused = await download();
  const outcome = await home.goEnv.apply(request({ GOPROXY: `${proxy.url},off` }));
  const done = await download();
  const asked = [...proxy.asked];
  await home.goEnv.undo(2);
  expect([refused.ok, refused.said]).toEqual([false, expect.stringContaining("module lookup disabled by GOPROXY=off")]);
  expect(outcome).toMatchObject({ outcome: "written", warnings: [] });
  expect([done.ok, done.said]).toEqual([true, expect.stringContaining('"Sum": "h1:')]);
  expect(asked).toEqual([".info", ".mod", ".zip"].map((end) => `/${SERVED_MODULE}/@v/${SERVED_VERSION}${end}`));
  expect(readFileSync(home.file, "utf8")).toBe(before);
});
