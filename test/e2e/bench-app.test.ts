import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const CAN_ISOLATE = process.platform === "linux" && process.getuid?.() === 0;
if (!CAN_ISOLATE)
  console.warn("skipped: the benchmark of the app, which needs Linux and root for a network of its own");

test.skipIf(!CAN_ISOLATE)("the benchmark of the app measures each of its goals", () => {
  const args = [path.join(ROOT, "build/bench/app.mjs"), "--quick"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 110_000 });
  expect({ status, said: stdout + stderr }).toMatchObject({ status: 0 });
  const lines = stdout.slice(stdout.indexOf("\ngoal ")).split("\n");
  const verdicts = lines.filter((line) => line.includes("<= "));
  expect(verdicts.map((line) => line.split(/ {2,}/)[0])).toEqual([
    "first useful paint / bare window",
    "memory (PSS) / bare window",
    "CPU at rest above the bare window",
    "a switch seen in the window",
    "a switch told to the tray",
  ]);
  // Whatever the figures are on a busy machine, each is one.
  expect(verdicts.filter((line) => line.includes("could not be measured"))).toEqual([]);
});
