import { expect, test } from "vitest";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import { createGangway, profileOf } from "./gangway.ts";

const COMMANDS = ["probe", "env", "profile", "use", "undo", "watch", "history", "demo"];

test("prints its version", async () => {
  const ran = await createGangway().run(["--version"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each(COMMANDS)("shows the help of %s with an example", async (command) => {
  const ran = await createGangway().run([command, "--help"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toContain("Example:\n  gangway ");
});

test("lists every command in the help", async () => {
  const ran = await createGangway().run(["--help"]);
  for (const command of COMMANDS) expect(ran.stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
});

test("without a command shows the help on stderr and calls it wrong usage", async () => {
  const ran = await createGangway().run([]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("Usage: gangway");
});

test("an unknown command is wrong usage, with near names", async () => {
  const ran = await createGangway().run(["hsitory"]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("there is no command hsitory");
  expect(ran.stderr).toContain("Did you mean history?");
});

test("an unknown command of a group suggests those of the group", async () => {
  const ran = await createGangway().run(["profile", "lst"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("Did you mean list?");
});

test.each([
  { args: ["probe", "--cuont", "3"], says: "there is no option --cuont here" },
  { args: ["use"], says: "the argument name is missing" },
  { args: ["undo", "now"], says: "more arguments than this command takes" },
  { args: ["probe", "--count"], says: "needs a value" },
  { args: ["probe", "--count", "0"], says: "It is a whole number from 1 to 1000" },
  { args: ["probe", "--timeout", "soon"], says: "--timeout cannot be soon" },
  { args: ["history", "--since", "yesterday"], says: "length of time (30m, 6h, 7d)" },
  { args: ["demo", "--seconds", "5"], says: "from 36 to 600" },
])("$args is wrong usage and says why", async ({ args, says }) => {
  const ran = await createGangway().run(args);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(says);
});

test.each([
  { url: "ftp://files.example/x", says: "it does not begin with https:// or http://" },
  { url: "goproxy", says: "it does not begin with https:// or http://" },
  { url: "https://", says: "it names no host" },
  { url: "https://exa mple.com", says: "it is empty or holds a blank" },
])("the URL $url is refused with what was expected and what came", async ({ url, says }) => {
  const ran = await createGangway().run(["probe", url]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain(`${url} is not the URL of an endpoint: ${says}`);
  expect(ran.stderr).toContain("Expected is an https:// or http:// URL");
});

test("an invalid URL is repeated without its credentials", async () => {
  const ran = await createGangway().run(["probe", "ftp://me:hush@files.example/x", "--json"]);
  expect(ran.stdout + ran.stderr).not.toContain("hush");
  expect(ran.stderr).toContain("ftp://***@files.example/x");
});

test("with --json an error is one JSON value with what, why and remedy", async () => {
  const ran = await createGangway().run(["use", "nonsense", "--json"], { env: { LANG: "zh_CN.UTF-8" } });
  expect(ran.code).toBe(2);
  expect(ran.json()).toEqual({
    error: {
      code: "unknown-profile",
      what: "there is no profile nonsense.",
      why: `The profiles are: ${BUILTIN_PROFILES.map((profile) => profile.name).join(", ")}.`,
      remedy: "gangway profile list describes them.",
    },
  });
});

test.each([
  { env: { LC_ALL: "zh_CN.UTF-8", LC_MESSAGES: "en_US.UTF-8", LANG: "en_US.UTF-8" }, word: "用法：" },
  { env: { LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, word: "用法：" },
  { env: { LANG: "zh_CN.UTF-8" }, word: "用法：" },
  { env: { LC_ALL: "", LANG: "zh-Hans-CN" }, word: "用法：" },
  { env: { LC_ALL: "en_GB.UTF-8", LANG: "zh_CN.UTF-8" }, word: "Usage:" },
  { env: { LANG: "C" }, word: "Usage:" },
])("speaks the language of LC_ALL, LC_MESSAGES, LANG: $env", async ({ env, word }) => {
  const ran = await createGangway().run(["use", "--help"], { env });
  expect(ran.stdout).toContain(word);
});

test("a pipe gets no colour, and a reader that has seen enough is no error", async () => {
  const gangway = createGangway({ profiles: [profileOf("here", "https://127.0.0.1:1/x")] });
  const ran = await gangway.run(["profile", "list"]);
  expect(ran.stdout).not.toContain("\u001b[");
});

test("--home moves Gangway's files, whatever GANGWAY_HOME says", async () => {
  const gangway = createGangway();
  const other = `${gangway.folder}/elsewhere`;
  await gangway.run(["profile", "add", "work", "GOPROXY=off", "--home", other]);
  const there = await gangway.run(["--home", other, "profile", "show", "work", "--json"]);
  const here = await gangway.run(["profile", "show", "work"]);
  expect(there.json()).toMatchObject({ name: "work", env: { GOPROXY: "off" } });
  expect(here.code).toBe(2);
});

test("a home that is a file is refused by the machine, and said so", async () => {
  const gangway = createGangway();
  const ran = await gangway.run(["profile", "list", "--home", "/dev/null/x"]);
  expect(ran).toMatchObject({ code: 3, stdout: "" });
  expect(ran.stderr).toContain("cannot use its file /dev/null/x");
  expect(ran.stderr).toContain("--home or GANGWAY_HOME");
});
