import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { BEHAVIOUR, PROXIES, SCENES } from "../../electron/engine/demo/scenes.ts";
import { createDemoWorld, type DemoWorld } from "../../electron/engine/demo/world.ts";
import { systemClock } from "../../electron/engine/system-clock.ts";
import { endpointsOf } from "../../shared/domain/profile.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { tempFolder } from "../support/temp-folder.ts";

async function openWorld(): Promise<DemoWorld> {
  const env = { ...process.env, GOPROXY: "https://203.0.113.1", HTTPS_PROXY: "http://203.0.113.1:3128" };
  const world = await createDemoWorld({ clock: systemClock, version: "0.0.0", env });
  onTestFinished(() => world.stop());
  return world;
}

/** What a look at each proxy says: `ok`, or stage and kind of the failure. */
async function lookAround(world: DemoWorld): Promise<readonly string[]> {
  const never = new AbortController().signal;
  const looks = endpointsOf(world.profiles).map((endpoint) => world.prober.probe(endpoint, never));
  const words = (sample: Sample | null): string => {
    const failure = sample?.failure ?? null;
    return failure === null ? `ok ${sample?.tls?.version ?? ""}` : `${failure.stage} ${failure.kind}`;
  };
  return (await Promise.all(looks)).map(words);
}

// The profiles name global, corp and mirror, in that order.
test.each([
  ["home", ["ok TLSv1.3", "ok TLSv1.3", "ok TLSv1.3"]],
  ["corporate", ["handshake certificate-untrusted", "ok TLSv1.3", "handshake certificate-untrusted"]],
  ["campus", ["handshake silent", "handshake silent", "ok TLSv1.2"]],
] as const)("in the scene %s the proxies behave as told", async (scene, expected) => {
  const world = await openWorld();
  if (scene !== "home") world.enter(scene);
  expect(await lookAround(world)).toEqual(expected);
});

test("the real go command downloads the demo's module from every proxy that serves", async () => {
  const world = await openWorld();
  const folder = tempFolder();
  mkdirSync(path.join(folder, "module"));
  mkdirSync(path.join(folder, ".config", "go", "telemetry"), { recursive: true });
  writeFileSync(path.join(folder, ".config", "go", "telemetry", "mode"), "off");
  writeFileSync(path.join(folder, "module", "go.mod"), "module demo.example/user\n\ngo 1.20\n");
  for (const { env } of world.profiles) {
    const cache = path.join(folder, path.basename(env["GOPROXY"] ?? ""));
    const { stdout } = await promisify(execFile)(
      "go",
      ["mod", "download", "-modcacherw", "-json", "gangway.example/hello@v1.0.0"],
      {
        cwd: path.join(folder, "module"),
        env: { ...world.env, ...env, HOME: folder, GOPATH: cache, GOCACHE: cache, SSL_CERT_FILE: world.caFile },
        timeout: 20_000,
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ Path: "gangway.example/hello", Version: "v1.0.0" });
  }
});

test("nothing of this process's environment leads out of the world, and stop leaves no file", async () => {
  const world = await openWorld();
  expect(
    Object.keys(world.env)
      .filter((name) => /^(GO|(https?|all|no)_proxy$)/i.test(name))
      .sort(),
  ).toEqual(["GOENV", "GOTOOLCHAIN"]);
  await world.stop();
  expect([world.home, world.caFile, world.env["GOENV"] ?? ""].some((file) => existsSync(file))).toBe(false);
});

test("every scene has a word on every proxy, and one that serves", () => {
  for (const scene of SCENES) {
    const kinds = PROXIES.map((name) => BEHAVIOUR[scene][name].kind);
    expect(kinds).toContain("serve");
  }
});
