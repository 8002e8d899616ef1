import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGoEnv } from "../../../electron/engine/goenv/goenv.ts";
import { createUnderTest, request, type UnderTest } from "./go-env-under-test.ts";

let home: UnderTest;
beforeEach(() => {
  home = createUnderTest();
});
afterEach(() => {
  home.remove();
});

const PROFILE = { GOPROXY: "https://127.0.0.1:9|direct", GOSUMDB: "sum.golang.org https://127.0.0.1:9/sumdb" };
const text = (): string => readFileSync(home.file, "utf8");

test("writes what the real go env then prints, and says so", async () => {
  writeFileSync(home.file, "# mine\nGOSUMDB=off\n");
  const outcome = await home.goEnv.apply(request(PROFILE));
  expect(home.go(["env", "GOPROXY", "GOSUMDB"]).stdout).toBe(`${PROFILE.GOPROXY}\n${PROFILE.GOSUMDB}\n`);
  expect(outcome).toEqual({
    outcome: "written",
    file: home.file,
    changes: [
      { name: "GOPROXY", before: null, after: PROFILE.GOPROXY },
      { name: "GOSUMDB", before: "off", after: PROFILE.GOSUMDB },
    ],
    warnings: [],
  });
});

test("makes the file and its folders as go does", async () => {
  const old = process.umask(0o027);
  try {
    const ours = join(home.folder, "a", "b", "env");
    const theirs = join(home.folder, "c", "d", "env");
    await createGoEnv({ ...home.parts, env: { ...home.env, GOENV: ours } }).apply(request({ GOPROXY: "direct" }));
    home.go(["env", "-w", "GOPROXY=direct"], { GOENV: theirs });
    const look = (file: string): readonly unknown[] => [
      readFileSync(file, "utf8"),
      statSync(file).mode,
      statSync(dirname(file)).mode,
    ];
    expect(look(ours)).toEqual(look(theirs));
  } finally {
    process.umask(old);
  }
});

test("writes nothing and journals nothing when nothing changes", async () => {
  writeFileSync(home.file, "GOPROXY=direct\n");
  const before = statSync(home.file);
  const outcome = await home.goEnv.apply(request({ GOPROXY: "direct", GOSUMDB: null }));
  expect(outcome).toMatchObject({ outcome: "unchanged", changes: [], warnings: [] });
  expect(statSync(home.file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  expect(home.history.switches({})).toEqual([]);
});

test("makes no file only to unset something", async () => {
  const outcome = await home.goEnv.apply(request({ GOPROXY: null }));
  expect([outcome.outcome, existsSync(home.file)]).toEqual(["unchanged", false]);
});

test("journals the switch without the credentials that it writes", async () => {
  await home.goEnv.apply(request({ GOPROXY: "https://user:secret@127.0.0.1:9" }));
  const [entry] = home.history.switches({});
  expect(entry).toMatchObject({
    outcome: "written",
    file: home.file,
    changes: [{ name: "GOPROXY", before: null, after: "https://***@127.0.0.1:9" }],
  });
  expect(text()).toContain("user:secret@");
});

test("keeps mode, owner and group of the file, and leaves nothing beside it", async () => {
  writeFileSync(home.file, "GOPROXY=off\n");
  chmodSync(home.file, 0o640);
  // Only root may give a file away.
  if (process.getuid?.() === 0) chownSync(home.file, 65_534, 12_345);
  const { mode, uid, gid } = statSync(home.file);
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(statSync(home.file)).toMatchObject({ mode, uid, gid });
  expect(readdirSync(dirname(home.file))).toEqual(["env"]);
});

test("follows links and leaves them links", async () => {
  const target = join(home.folder, "dotfiles", "goenv");
  mkdirSync(dirname(target));
  writeFileSync(target, "GOPROXY=off\n");
  symlinkSync("../dotfiles/middle", home.file);
  symlinkSync("goenv", join(home.folder, "dotfiles", "middle"));
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(lstatSync(home.file).isSymbolicLink()).toBe(true);
  expect([readFileSync(target, "utf8"), readdirSync(dirname(target))]).toEqual([
    "GOPROXY=direct\n",
    ["goenv", "middle"],
  ]);
});

test("makes the file that a link points to when it is not there yet, as go does", async () => {
  symlinkSync("elsewhere", home.file);
  await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(lstatSync(home.file).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(dirname(home.file), "elsewhere"), "utf8")).toBe("GOPROXY=direct\n");
});

test("refuses a circle of links in the system's words", async () => {
  symlinkSync("env", home.file);
  const outcome = await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({
    outcome: "refused",
    reason: "io",
    detail: expect.stringContaining("ELOOP") as string,
  });
});

test("keeps every byte that is not ours", async () => {
  const foreign = Buffer.from([0x23, 0xff, 0xfe, 0x0a, 0x58, 0x3d, 0xc3, 0x28, 0x0d, 0x0a]);
  writeFileSync(home.file, foreign);
  await home.goEnv.apply(request({ GOPROXY: "https://127.0.0.1:9/模块" }));
  const expected = [foreign.subarray(0, 4), Buffer.from("GOPROXY=https://127.0.0.1:9/模块\n"), foreign.subarray(4)];
  expect(readFileSync(home.file)).toEqual(Buffer.concat(expected));
});

test("refuses a value that go refuses, in go's words, and touches nothing", async () => {
  writeFileSync(home.file, "B=1\nA=1\n");
  const outcome = await home.goEnv.apply(request({ GOPROXY: "direct", GO111MODULE: "maybe" }));
  expect(outcome).toMatchObject({
    outcome: "refused",
    reason: "invalid-value",
    detail: 'invalid GO111MODULE value "maybe"',
    changes: [],
  });
  expect([text(), home.history.switches({})]).toEqual(["B=1\nA=1\n", []]);
});

test("asks go about what go alone can judge", async () => {
  const outcome = await home.goEnv.apply(request({ GOOS: "plan9", GOARCH: "riscv64" }));
  const said = home.go(["env", "-w", "GOOS=plan9", "GOARCH=riscv64"]).stderr;
  expect(outcome).toMatchObject({ reason: "invalid-value", detail: said.trim().replace("go: ", "") });
  expect(await home.goEnv.apply(request({ GOOS: "windows" }))).toMatchObject({ outcome: "written", warnings: [] });
});

test("refuses with GOENV=off, where go env -w would write the default file", async () => {
  const env = { ...home.env, GOENV: "off" };
  const outcome = await createGoEnv({ ...home.parts, env }).apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({ outcome: "refused", reason: "goenv-off", warnings: [{ code: "goenv-off" }] });
  expect(existsSync(join(home.folder, ".config", "go", "env"))).toBe(false);
  home.go(["env", "-w", "GOPROXY=direct"], { GOENV: "off" });
  expect(existsSync(join(home.folder, ".config", "go", "env"))).toBe(true);
});

test("refuses when no folder for settings is known", async () => {
  const env = { PATH: home.env["PATH"] };
  const outcome = await createGoEnv({ ...home.parts, env }).apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({ reason: "no-config-dir", detail: "neither $XDG_CONFIG_HOME nor $HOME are defined" });
});

test("warns of every OS variable that wins over the written value", async () => {
  const env = { ...home.env, GOPROXY: "https://me:pw@127.0.0.1:9", GOSUMDB: "off", GOVCS: "" };
  const outcome = await createGoEnv({ ...home.parts, env }).apply(
    request({ GOPROXY: "direct", GOSUMDB: "off", GOVCS: "*:git" }),
  );
  expect(outcome).toMatchObject({
    outcome: "written",
    warnings: [{ code: "shadowed-by-os", name: "GOPROXY", value: "https://***@127.0.0.1:9" }],
  });
});

test("writes without a go command and says that there is none", async () => {
  // A Windows has its go.exe where this machine has nothing.
  const goEnv = createGoEnv({ ...home.parts, platform: process.platform === "win32" ? "linux" : "win32" });
  const outcome = await goEnv.apply(request({ GOPROXY: "direct" }));
  expect([text(), outcome.outcome, outcome.warnings]).toEqual([
    "GOPROXY=direct\n",
    "written",
    [{ code: "go-not-found" }],
  ]);
  expect(await goEnv.read()).toMatchObject({
    go: null,
    variables: {
      GOPROXY: { value: "direct", origin: "file" },
      GOSUMDB: { value: "sum.golang.org", origin: "default" },
      GOAUTH: { value: "netrc", origin: "default" },
    },
  });
});

test("warns when the go command sees another value", async () => {
  const bin = join(home.folder, "bin");
  mkdirSync(bin);
  const answer = '{"GOPROXY": "https://u:p@127.0.0.1:1"}';
  writeFileSync(
    join(bin, "go"),
    `#!/bin/sh\ncase $1 in version) echo go version go1.26.0 x/y;; env) echo '${answer}';; esac\n`,
    { mode: 0o755 },
  );
  const outcome = await createGoEnv({ ...home.parts, env: { ...home.env, PATH: `${bin}:/bin:/usr/bin` } }).apply(
    request({ GOPROXY: "off" }),
  );
  expect(outcome.warnings).toEqual([{ code: "read-back-differs", name: "GOPROXY", value: "https://***@127.0.0.1:1" }]);
});

test("refuses a folder in place of the file", async () => {
  mkdirSync(home.file);
  const outcome = await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({ outcome: "refused", reason: "is-directory", detail: `open ${home.file}: EISDIR` });
});

test("refuses what is no regular file instead of waiting for it or replacing it", async () => {
  const env = { ...home.env, GOENV: "/dev/null" };
  const outcome = await createGoEnv({ ...home.parts, env }).apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({ outcome: "refused", reason: "io", detail: "open /dev/null: not a regular file" });
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});

test("refuses a file that is a part of the path", async () => {
  rmSync(dirname(home.file), { recursive: true });
  writeFileSync(dirname(home.file), "");
  const outcome = await home.goEnv.apply(request({ GOPROXY: "direct" }));
  expect(outcome).toMatchObject({
    outcome: "refused",
    reason: "io",
    detail: expect.stringContaining("ENOTDIR") as string,
  });
});
