import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createGangway, type Gangway, profileOf } from "./gangway.ts";

const SECRET = "GOPROXY=https://me:h%40ush@127.0.0.1:8443/go,https://goproxy.test";

function netrcOf(gangway: Gangway): string {
  return readFileSync(path.join(gangway.folder, ".netrc"), "utf8");
}

/** Everything that lies in the folder and below, as one text. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

test.each([
  { args: ["add", "work", SECRET] },
  { args: ["add", "work", "GOPROXY=me:hush@proxy.test"] },
  { args: ["add", "work", "GOSUMDB=sum.golang.org https://me:hush@sums.test"] },
  { args: ["edit", "direct", SECRET] },
])("profile $args is refused: credentials are not kept", async ({ args }) => {
  const gangway = createGangway();
  const ran = await gangway.run(["profile", ...args]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("holds credentials for");
  expect(ran.stderr).toContain("--store-credentials netrc");
  expect(ran.stderr + everythingIn(gangway.home)).not.toMatch(/hush|ush@/);
});

test("an import with credentials is refused whole, or moves them", async () => {
  const gangway = createGangway({ profiles: [] });
  const input = JSON.stringify({ profiles: [profileOf("a", "off"), profileOf("b", "https://me:hush@proxy.test")] });
  const refused = await gangway.run(["profile", "import", "-"], { input });
  expect([refused.code, (await gangway.run(["profile", "list", "--json"])).json()]).toEqual([2, { profiles: [] }]);
  const moved = await gangway.run(["profile", "import", "-", "--store-credentials", "netrc", "--json"], { input });
  expect(moved.json()).toEqual({ profiles: [profileOf("a", "off"), profileOf("b", "https://proxy.test")] });
  expect(netrcOf(gangway)).toBe("machine proxy.test login me password hush\n");
});

test("--store-credentials netrc moves them there, decoded, and keeps the URL without them", async () => {
  const gangway = createGangway();
  writeFileSync(path.join(gangway.folder, ".netrc"), "machine git.test login g password h\n", { mode: 0o644 });
  const ran = await gangway.run(["profile", "add", "work", SECRET, "--store-credentials", "netrc", "--json"]);
  expect(ran.code).toBe(0);
  expect(ran.json()).toMatchObject({ env: { GOPROXY: "https://127.0.0.1:8443/go,https://goproxy.test" } });
  expect(ran.stderr).toContain("127.0.0.1:8443 are in");
  expect(ran.stdout + ran.stderr).not.toMatch(/h@ush|h%40ush/);
  const [first = "", ...rest] = netrcOf(gangway).split("\n");
  expect([first, rest.at(-2)]).toEqual([
    "machine 127.0.0.1:8443 login me password h@ush",
    "machine git.test login g password h",
  ]);
  expect(statSync(path.join(gangway.folder, ".netrc")).mode & 0o777).toBe(0o600);
  expect(everythingIn(gangway.home)).not.toMatch(/h@ush|h%40ush/);
});

test.each([
  { value: "http://me:hush@proxy.test", says: "credentials over https alone" },
  { value: "https://token@proxy.test", says: "netrc needs both a user and a password" },
  { value: "https://me:two%20words@proxy.test", says: "neither may hold a blank" },
])("$value cannot be stored: $says", async ({ value, says }) => {
  const gangway = createGangway({ profiles: [] });
  const ran = await gangway.run(["profile", "add", "work", `GOPROXY=${value}`, "--store-credentials", "netrc"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(says);
  expect((await gangway.run(["profile", "list", "--json"])).json()).toEqual({ profiles: [] });
  expect(readdirSync(gangway.folder)).not.toContain(".netrc");
});

test("another entry for the host is not overruled, and a netrc that cannot be written is told", async () => {
  const gangway = createGangway({ profiles: [] });
  const args = ["profile", "add", "work", "GOPROXY=https://me:hush@proxy.test", "--store-credentials", "netrc"];
  writeFileSync(path.join(gangway.folder, ".netrc"), "machine proxy.test login me password other\n");
  const taken = await gangway.run(args);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining("other credentials for proxy.test")]);
  const refused = await gangway.run(args, { env: { NETRC: gangway.home } });
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("could not be written")]);
  expect((await gangway.run(["profile", "list", "--json"])).json()).toEqual({ profiles: [] });
});

test("it is told when GOAUTH keeps go from reading netrc", async () => {
  const gangway = createGangway({ goEnvText: "GOAUTH=off\n" });
  const args = ["profile", "add", "work", "GOPROXY=https://me:hush@proxy.test", "--store-credentials", "netrc"];
  expect((await gangway.run(args)).stderr).toContain("GOAUTH names no netrc");
});

test("the credentials of a profile from an older settings file are in nothing that Gangway says", async () => {
  const old = profileOf("work", "https://me:hush@127.0.0.1:1/x|u:hush@127.0.0.1:2", { note: "https://me:hush@h.test" });
  const gangway = createGangway({ profiles: [old], goEnvText: "GOPROXY=https://127.0.0.1:1/x\n" });
  const formats = ["json", "shell", "fish", "powershell", "github", "github-env", "dockerfile", "go-env"];
  const commands = [
    ["profile", "list"],
    ["profile", "show", "work"],
    ...formats.map((format) => ["profile", "export", "work", "--format", format]),
    ["use", "work", "--dry-run"],
    ["use", "work"],
    ["env"],
    ["probe", "--timeout", "500"],
    ["watch", "--once"],
    ["history"],
    ["profile", "edit", "work", "--title", "Work"],
    ["undo"],
    ["history", "--csv"],
    ["profile", "remove", "work"],
  ];
  const said: string[] = [];
  for (const args of commands) {
    // What can be done only once is said in JSON, the rest both ways.
    const json = ["undo", "remove"].some((word) => args.includes(word)) ? [["--json"]] : [[], ["--json"]];
    for (const more of json) {
      const ran = await gangway.run([...args, ...more]);
      said.push(`$ ${args.join(" ")} (${ran.code})\n${ran.stdout}${ran.stderr}`);
    }
  }
  expect(said.filter((text) => /hush|aHVza/.test(text))).toEqual([]);
  expect(said.join("")).toContain("https://***@127.0.0.1:1/x");
  // Nothing has failed before it could have said it.
  expect(said.filter((text) => / \([23]\)\n/.test(text))).toEqual([]);
});

test("a profile that holds credentials already is moved by an edit that says so", async () => {
  const gangway = createGangway({ profiles: [profileOf("work", "https://me:hush@127.0.0.1:1/x")] });
  const ran = await gangway.run(["profile", "edit", "work", "--store-credentials", "netrc", "--json"]);
  expect(ran.json()).toMatchObject({ env: { GOPROXY: "https://127.0.0.1:1/x" } });
  expect(netrcOf(gangway)).toContain("machine 127.0.0.1:1 login me password hush");
  expect(everythingIn(gangway.home)).not.toContain("hush");
});
