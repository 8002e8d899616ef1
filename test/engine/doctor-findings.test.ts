// What the Doctor view reads of real files: a go env file and a shell's start-up file, each told with the line.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { compose } from "../../electron/engine/compose.ts";
import type { Engine } from "../../electron/engine/engine-api.ts";
import { tempFolder } from "../support/temp-folder.ts";

interface Scene {
  readonly file: string;
  readonly folder: string;
  readonly engine: Engine;
}

/** An engine that was not started, so that it speaks to nobody, over these files. */
function open(fileText: string, profile: string, environment: Readonly<Record<string, string>>): Scene {
  const folder = tempFolder();
  const file = path.join(folder, "go-env");
  writeFileSync(file, fileText);
  writeFileSync(path.join(folder, ".bashrc"), profile);
  const own = { HOME: folder, SHELL: "/bin/bash", PATH: process.env["PATH"] ?? "", GOENV: file, GOTOOLCHAIN: "local" };
  const { engine, close } = compose({
    home: path.join(folder, "home"),
    env: { ...own, ...environment },
    version: "0.0.0",
  });
  onTestFinished(close);
  return { file, folder, engine };
}

test("tells the line of the go env file, and mends it as a switch that an undo takes back", async () => {
  const before = "# mine\nGOPROXY=https://127.0.0.1:9/a,,off\nGOSUMDB=off\n";
  const { engine, file } = open(before, "", {});
  const { findings } = await engine.call("findings:read");
  const found = findings.find(({ at, fix }) => at?.variable === "GOPROXY" && fix !== undefined);
  expect(found).toMatchObject({
    source: { origin: "file", where: `${file}:2` },
    before: { GOPROXY: "https://127.0.0.1:9/a,,off" },
  });
  const changes = found?.fix?.changes ?? {};
  expect(await engine.call("finding:fix", changes)).toMatchObject({ outcome: "written", file });
  expect(readFileSync(file, "utf8")).toBe("# mine\nGOPROXY=https://127.0.0.1:9/a,off\nGOSUMDB=off\n");
  expect(await engine.call("switch:undo")).toMatchObject({ outcome: "written" });
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("tells the line of the start-up file, and the command, where the environment wins", async () => {
  const profile = "alias ll='ls -l'\nexport GOPROXY=direct,off\n";
  const { engine, folder } = open("GOPROXY=off\nGOSUMDB=off\n", profile, { GOPROXY: "direct,off" });
  const { findings } = await engine.call("findings:read");
  const shadowed = findings.find(({ code }) => code === "os-shadows-file");
  expect(shadowed).toMatchObject({
    source: { origin: "os", where: `${path.join(folder, ".bashrc")}:2` },
    byHand: "unset GOPROXY",
  });
  const mended = findings.filter(({ at, fix }) => at?.variable === "GOPROXY" && fix !== undefined);
  expect(mended).toEqual([]);
});
