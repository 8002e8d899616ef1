// What the prober sends is what the go command sends: both ask the same proxy, which wants Basic credentials.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import { credentialsFor } from "../../../electron/engine/secrets/credentials-for.ts";
import { storeInNetrc } from "../../../electron/engine/secrets/netrc.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { type ModuleProxy, SERVED_MODULE, SERVED_VERSION, startModuleProxy } from "../../support/module-proxy.ts";

let home: GoHome;
let proxy: ModuleProxy;
beforeEach(async () => {
  home = createGoHome();
  proxy = await startModuleProxy(home.folder, "me:p@ss:w√rd");
});
afterEach(async () => {
  await proxy.close();
  home.remove();
});

const LOGIN = { login: "me", password: "p@ss:w√rd" };

function surroundings(extra: Readonly<Record<string, string>> = {}) {
  return { env: { ...home.env, ...extra }, platform: process.platform };
}

/** Whether `go mod download` gets the module, with a module cache of its own each time. */
function goDownloads(
  extra: Readonly<Record<string, string>>,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const env = {
    ...home.env,
    GOPROXY: proxy.url,
    GOSUMDB: "off",
    SSL_CERT_FILE: proxy.caFile,
    GOMODCACHE: join(home.folder, `modules-${Math.random()}`),
    ...extra,
  };
  const args = ["mod", "download", "-json", `${SERVED_MODULE}@${SERVED_VERSION}`];
  return new Promise((settle) => {
    execFile("go", args, { cwd: home.folder, env, timeout: 20_000 }, (error, stdout, stderr) => {
      settle({ ok: error === null, said: stdout + stderr });
    });
  });
}

async function proberSees(
  extra: Readonly<Record<string, string>> = {},
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const prober = createProber({ version: "0.0.0", env: surroundings(extra).env, caFile: proxy.caFile });
  const sample = await prober.probe({ name: proxy.url, url: proxy.url, role: "proxy" }, new AbortController().signal);
  // The proxy does not have the module that is asked for; that it answers 404 and not 401 is what counts.
  return { ok: sample?.failure === null, said: JSON.stringify(sample) };
}

/** The machine of the proxy as a netrc names it: with its port, as Go from 1.24 on looks for it. */
function machine(): string {
  return proxy.url.replace("https://", "");
}

test("go and the prober get through with the entry that was stored, and without it neither does", {
  timeout: 60_000,
}, async () => {
  const before = [await goDownloads({}), await proberSees()];
  const stored = storeInNetrc([{ machine: machine(), ...LOGIN }], surroundings());
  const after = [await goDownloads({}), await proberSees()];
  expect(before.map(({ ok, said }) => [ok, /401/.test(said)])).toEqual([
    [false, true],
    [false, true],
  ]);
  expect(stored.kind).toBe("stored");
  expect(after.map(({ ok }) => ok)).toEqual([true, true]);
});

test("nothing of the credentials is in a sample", async () => {
  storeInNetrc([{ machine: machine(), ...LOGIN }], surroundings());
  const { ok, said } = await proberSees();
  expect(ok).toBe(true);
  expect(said).not.toMatch(/p@ss|bWU6|Basic|authorization/i);
});

test.each([
  ["GOAUTH=off in the environment", { GOAUTH: "off" }, "", false],
  ["GOAUTH=off in the go env file", {}, "GOAUTH=off\n", false],
  ["GOAUTH=netrc beside another way", { GOAUTH: "netrc; git /nowhere" }, "", true],
  ["an environment that overrules the file", { GOAUTH: "netrc" }, "GOAUTH=off\n", true],
])("with %s the prober does as go does", { timeout: 60_000 }, async (_, extra, goEnv, expected) => {
  storeInNetrc([{ machine: machine(), ...LOGIN }], surroundings());
  writeFileSync(home.file, goEnv);
  const isGit = "GOAUTH" in extra && extra.GOAUTH.includes("git");
  // Go ends when the folder of a `git` entry is not there, so it is one that is.
  const given = isGit ? { GOAUTH: extra.GOAUTH.replace("/nowhere", home.folder) } : extra;
  const went = [await goDownloads(given), await proberSees(given)];
  expect(went.map(({ ok }) => ok)).toEqual([expected, expected]);
});

test.each([
  ["another port", "https://127.0.0.1:9/x", "127.0.0.1:8", undefined],
  ["plain http", "http://a.test/x", "a.test", undefined],
  ["the host with its port", "https://a.test:8443/x/y", "a.test:8443", "Basic bTpw"],
  ["the host without its port", "https://a.test:8443/x/y", "a.test", undefined],
  ["a host below", "https://b.a.test/", "a.test", undefined],
  ["a path", "https://a.test/go/mod", "a.test/go", "Basic bTpw"],
  ["another path", "https://a.test/other", "a.test/go", undefined],
])("an entry for %s", (_, url, name, expected) => {
  const file = join(home.folder, "other-netrc");
  writeFileSync(file, `machine ${name} login m password p\n`);
  expect(credentialsFor(url, surroundings({ NETRC: file }))).toBe(expected);
});

test("go itself sends no credentials over http", { timeout: 60_000 }, async () => {
  const refused = await goDownloads({ GOPROXY: "http://me:pw@127.0.0.1:1" });
  expect(refused.said).toContain("refusing to pass credentials to insecure URL");
});
