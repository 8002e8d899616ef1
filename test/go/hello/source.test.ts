import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { captureHello, tlsDebug } from "../../../electron/engine/hello/capture.ts";
import { groupsOf } from "../../../electron/engine/hello/hello-extensions.ts";
import { createHelloSource, type HelloSource } from "../../../electron/engine/hello/hello-source.ts";
import { newestTemplate } from "../../../electron/engine/hello/hello-template.ts";
import { createHelloFile } from "../../../electron/engine/store/hello-file.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { createGoHome } from "../../support/go-command.ts";
import { goVersions } from "../../support/go-versions.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const GO = (await goVersions()).at(-1);
if (GO === undefined) throw new Error("there is no go command here");

/** The first `go` on this PATH, and a home of its own for whatever it writes. */
function surroundingsWith(folder: string, extra: Readonly<Record<string, string>> = {}) {
  const home = createGoHome();
  onTestFinished(() => home.remove());
  return { env: { ...home.env, PATH: `${folder}:${process.env["PATH"] ?? ""}`, ...extra }, platform: process.platform };
}

function sourceIn(home: string, folder: string, extra: Readonly<Record<string, string>> = {}): HelloSource {
  const file = createHelloFile(home, systemClock);
  return createHelloSource({ surroundings: surroundingsWith(folder, extra), file });
}

/** A program called `go` in a GOROOT that says it is 1.22.99. */
function fakeGo(script: string): string {
  const root = tempFolder();
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "VERSION"), "go1.22.99\n");
  writeFileSync(join(root, "bin/go"), script);
  chmodSync(join(root, "bin/go"), 0o755);
  return join(root, "bin");
}

async function toldBy(source: HelloSource): Promise<string> {
  const { template, origin } = await source.current();
  return `${origin} ${template.version}`;
}

describe("the template that speaks for the machine's go", () => {
  test("is the shipped one of its release at once, and the captured one soon", async () => {
    const home = tempFolder();
    const source = sourceIn(home, dirname(GO.path));
    const first = await toldBy(source);
    await source.settled();

    expect(first).toMatch(/^shipped 1\./);
    expect(await toldBy(source)).toBe(`captured ${GO.version}`);
  });

  test("is captured once: another process finds it in the file", async () => {
    const home = tempFolder();
    const one = sourceIn(home, dirname(GO.path));
    await one.current();
    await one.settled();
    const kept = readFileSync(join(home, "hellos.json"), "utf8");
    const other = sourceIn(home, dirname(GO.path));

    expect(await toldBy(other)).toBe(`captured ${GO.version}`);
    await other.settled();
    expect(readFileSync(join(home, "hellos.json"), "utf8")).toBe(kept);
  });

  test("is another one under GODEBUG", async () => {
    const home = tempFolder();
    for (const debug of ["", "tlsmlkem=0"]) {
      const source = sourceIn(home, dirname(GO.path), { GODEBUG: debug });
      const shipped = groupsOf((await source.current()).template.hello);
      await source.settled();
      const captured = groupsOf((await source.current()).template.hello);

      expect(captured).toEqual(shipped);
      expect(captured.includes(0x11ec)).toBe(debug === "");
    }
  });

  test("is the newest shipped one where there is no Go", async () => {
    // Nothing of a Windows machine's usual places is here.
    const surroundings = { env: { PATH: "" }, platform: "win32" } as const;
    const source = createHelloSource({ surroundings, file: createHelloFile(tempFolder(), systemClock) });

    expect(await toldBy(source)).toBe(`shipped ${newestTemplate().version}`);
  });

  test.each([
    ["says nothing", "#!/bin/sh\nexit 1\n"],
    ["cannot be run", "#!/nowhere/at-all\n"],
    [
      "says something else",
      `#!${process.execPath}
const { connect } = require("node:net");
const port = Number(new URL(process.env.GOPROXY).port);
connect(port, "127.0.0.1").end(Buffer.concat([Buffer.from([22, 3, 1, 0, 9]), Buffer.alloc(9, 7)]));
`,
    ],
    [
      "hangs up in the middle of a hello",
      `#!${process.execPath}
const { connect } = require("node:net");
connect(Number(new URL(process.env.GOPROXY).port), "127.0.0.1").end(Buffer.from([22, 3]));
`,
    ],
  ])("stays the shipped one of its release when go %s", async (_name, script) => {
    const home = tempFolder();
    const source = sourceIn(home, fakeGo(script));
    await source.current();
    await source.settled();

    expect(await toldBy(source)).toMatch(/^shipped 1\.22\./);
    expect(readdirSync(home)).toEqual([]);
  });

  test("is not waited for when go hangs, and the capture ends when told to", async () => {
    const [home, temporary] = [tempFolder(), tempFolder()];
    const source = sourceIn(home, fakeGo("#!/bin/sh\nexec sleep 3\n"));
    vi.stubEnv("TMPDIR", temporary);
    onTestFinished(() => void vi.unstubAllEnvs());

    expect(await toldBy(source)).toMatch(/^shipped 1\.22\./);
    await vi.waitUntil(() => readdirSync(temporary).length > 0);
    source.stop();
    expect(readdirSync(temporary)).toEqual([]);
    await source.settled();
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("a capture", () => {
  test("sees none of the user's settings, and leaves nothing behind", async () => {
    const surroundings = surroundingsWith(dirname(GO.path), {
      GOPROXY: "https://modules.invalid",
      GOPRIVATE: "*",
      GONOPROXY: "*",
      GOFLAGS: "-mod=vendor",
      GOINSECURE: "*",
      HTTPS_PROXY: "http://127.0.0.1:1",
      https_proxy: "http://127.0.0.1:1",
      GODEBUG: "cmdgonetlimit=0",
      GOTOOLCHAIN: "go1.99.0",
      GOENV: "/nowhere/at-all",
    });
    const temporary = tempFolder();
    vi.stubEnv("TMPDIR", temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const template = await captureHello(
      { path: GO.path, version: GO.version, surroundings, debug: "" },
      new AbortController().signal,
    );

    expect(template?.version).toBe(GO.version);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test.each([
    [undefined, ""],
    ["", ""],
    ["netdns=go", ""],
    ["tlsmlkem=0", "tlsmlkem=0"],
    ["netdns=go,tlsmlkem=1,http2client=0,tlsmlkem=0", "http2client=0,tlsmlkem=0"],
    ["fips140=on", "fips140=on"],
    ["tls", ""],
  ])("of GODEBUG=%s is one of GODEBUG=%s", (value, expected) => {
    expect(tlsDebug(value)).toBe(expected);
  });
});
