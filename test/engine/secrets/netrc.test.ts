import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { netrcPath, readNetrc, storeInNetrc } from "../../../electron/engine/secrets/netrc.ts";
import { isNetrcWord, parseNetrc } from "../../../electron/engine/secrets/netrc-text.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const ENTRY = { machine: "a.test", login: "me", password: "pw" };
const OLD =
  "# by hand\nmachine old.test login o password p\nmacdef init\ncd /pub\n\nmachine last.test\tlogin l\r\n  password q\r\n";

test.each([
  ["one on a line", "machine a.test login me password pw", [ENTRY]],
  ["one over several lines", "machine a.test\n\tlogin me\n\tpassword pw\n", [ENTRY]],
  ["password first, and an account", "machine a.test account x password pw login me", [ENTRY]],
  ["Windows line ends", "machine a.test\r\nlogin me\r\npassword pw\r\n", [ENTRY]],
  [
    "two, the second of the same machine",
    "machine a.test login me password pw machine a.test login x password y",
    [ENTRY, { machine: "a.test", login: "x", password: "y" }],
  ],
  [
    "none within a macro",
    "macdef init\nmachine a.test login me password pw\n\nmachine b.test login u password v",
    [{ machine: "b.test", login: "u", password: "v" }],
  ],
  ["none without a password", "machine a.test login me\nmachine a.test password pw", []],
  ["none behind a bare default", "default\nmachine a.test login me password pw", []],
  ["some behind a default with a login", "default login anonymous\nmachine a.test login me password pw", [ENTRY]],
  ["a comment as words in pairs, as Go does", "# c\nmachine a.test login me password pw", [ENTRY]],
  ["nothing in nothing", "", []],
])("finds %s", (_, text, entries) => {
  expect(parseNetrc(text)).toEqual(entries);
});

test.each(["", "two words", "tab\there", "line\nbreak", "nbsp\u00a0here"])("%j is no word for a netrc file", (word) => {
  expect(isNetrcWord(word)).toBe(false);
});

test.each([
  ["NETRC", { NETRC: "/x/my-netrc", HOME: "/home/me" }, "linux", "/x/my-netrc"],
  ["the home folder", { HOME: "/home/me" }, "darwin", "/home/me/.netrc"],
  ["an empty NETRC as none", { NETRC: "", HOME: "/home/me" }, "linux", "/home/me/.netrc"],
  ["_netrc on Windows", { UserProfile: "C:\\Users\\me" }, "win32", "C:\\Users\\me\\_netrc"],
  ["no place without a home", {}, "linux", null],
] as const)("goes by %s", (_, env, platform, expected) => {
  expect(netrcPath({ env, platform })).toBe(expected);
});

test("makes a file that only its owner may read", () => {
  const file = path.join(tempFolder(), ".netrc");
  const surroundings = { env: { NETRC: file }, platform: process.platform };
  expect(storeInNetrc([ENTRY], surroundings)).toEqual({ kind: "stored", file });
  expect(readFileSync(file, "utf8")).toBe("machine a.test login me password pw\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readNetrc(surroundings)).toEqual([ENTRY]);
});

test("keeps what is in the file, behind a link too, and closes it to others", () => {
  const folder = tempFolder();
  const [real, link] = [path.join(folder, "real"), path.join(folder, ".netrc")];
  writeFileSync(real, OLD, { mode: 0o644 });
  symlinkSync(real, link);
  const surroundings = { env: { NETRC: link }, platform: process.platform };
  expect(storeInNetrc([ENTRY], surroundings)).toMatchObject({ kind: "stored" });
  expect(readFileSync(real, "utf8")).toBe(`machine a.test login me password pw\n${OLD}`);
  expect([statSync(real).mode & 0o777, readFileSync(link, "utf8")]).toEqual([0o600, readFileSync(real, "utf8")]);
  expect(readNetrc(surroundings).map((entry) => entry.machine)).toEqual(["a.test", "old.test", "last.test"]);
});

test("storing once more changes nothing", () => {
  const surroundings = { env: { NETRC: path.join(tempFolder(), "n") }, platform: process.platform };
  storeInNetrc([ENTRY], surroundings);
  const before = statSync(surroundings.env.NETRC);
  expect(storeInNetrc([ENTRY], surroundings)).toMatchObject({ kind: "known" });
  expect(statSync(surroundings.env.NETRC).ino).toBe(before.ino);
});

test("does not overrule an entry that is there, and then stores none of the others either", () => {
  const surroundings = { env: { NETRC: path.join(tempFolder(), "n") }, platform: process.platform };
  writeFileSync(surroundings.env.NETRC, OLD);
  const wanted = [ENTRY, { machine: "old.test", login: "o", password: "another" }];
  expect(storeInNetrc(wanted, surroundings)).toMatchObject({ kind: "taken", machine: "old.test" });
  expect(readFileSync(surroundings.env.NETRC, "utf8")).toBe(OLD);
});

test("a folder in the file's place is refused, and so is a machine without a home", () => {
  const folder = tempFolder();
  mkdirSync(path.join(folder, "n"));
  const there = { env: { NETRC: path.join(folder, "n") }, platform: process.platform };
  expect(storeInNetrc([ENTRY], there)).toMatchObject({ kind: "refused", reason: "is-directory" });
  expect(storeInNetrc([ENTRY], { env: {}, platform: "linux" })).toMatchObject({ kind: "refused", file: null });
  expect(readNetrc(there)).toEqual([]);
});

test("leaves no temporary file, and makes a missing folder", () => {
  const folder = path.join(tempFolder(), "deeper");
  const file = path.join(folder, "n");
  expect(existsSync(folder)).toBe(false);
  storeInNetrc([ENTRY], { env: { NETRC: file }, platform: process.platform });
  chmodSync(file, 0o600);
  expect(existsSync(file)).toBe(true);
});
