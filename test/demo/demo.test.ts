import { readdirSync } from "node:fs";
import os from "node:os";
import { expect, test } from "vitest";
import { createGangway, explainSkip, IS_ROOT } from "../cli/gangway.ts";

/** Loopback alone: whatever the demo would send elsewhere fails. */
const LOOPBACK_ONLY = IS_ROOT ? ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"] : [];
explainSkip(!IS_ROOT, "keeping the demo on loopback needs root; it runs on the open network");

function demoFolders(): readonly string[] {
  return readdirSync(os.tmpdir()).filter((name) => name.startsWith("gangway-demo-"));
}

test("the demo runs unattended, switches by itself on each walk with a reason, and leaves nothing behind", async () => {
  const before = demoFolders();
  const gangway = createGangway({ goEnvText: "GOPROXY=off\n" });
  const startedAt = Date.now();
  const ran = await gangway.run(["demo", "--json"], { under: LOOPBACK_ONLY, env: { GOPROXY: "https://203.0.113.1" } });
  expect(Date.now() - startedAt).toBeLessThan(75_000);
  expect(ran).toMatchObject({ code: 0, stderr: "" });

  const lines = ran.lines();
  const switches = lines.filter((line) => line.type === "decision" && line["decision"] === "switch");
  expect(switches.map((line) => [line["from"], line["profile"]])).toEqual([
    ["global", "corporate"],
    ["corporate", "campus"],
  ]);
  expect(switches[0]?.["because"]).toMatch(/^global does not serve \(https:\/\/127\.0\.0\.1:\d+\/global\); corporate/);
  expect(switches[1]?.["because"]).toMatch(/^corporate does not serve .*; campus is expected to serve 100 %$/);
  expect(lines.filter((line) => line.type === "scene").map((line) => line["scene"])).toEqual([
    "home",
    "corporate",
    "campus",
  ]);

  const snapshots = lines.filter((line) => line.type === "snapshot");
  expect(snapshots.every((line) => line["demo"] === true)).toBe(true);
  expect(JSON.stringify(lines)).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  expect(lines.at(-1)).toMatchObject({ type: "summary", passed: true });

  expect(gangway.goEnvText()).toBe("GOPROXY=off\n");
  expect(demoFolders()).toEqual(before);
});

test("Ctrl-C ends the demo in order", async () => {
  const before = demoFolders();
  const child = createGangway().start(["demo", "--json"], { under: LOOPBACK_ONLY });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect(code).toBe(0);
  expect(demoFolders()).toEqual(before);
});
