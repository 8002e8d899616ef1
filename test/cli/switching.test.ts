import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { BUILTIN_PROFILES } from "../../shared/domain/builtin-profiles.ts";
import { createGangway, explainSkip, type Gangway, IS_ROOT, profileOf, withoutProgress } from "./gangway.ts";

/** The user that no file belongs to. */
const NOBODY = 65_534;
/** Root may write everywhere, so what root runs has to become somebody else first. */
const AS_NOBODY = IS_ROOT ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];

const MIRROR = "https://127.0.0.1:1/mirror";

interface Outcome {
  readonly outcome: string;
  readonly reason?: string;
  readonly file: string | null;
  readonly changes: readonly { readonly name: string; readonly before: string | null; readonly after: string | null }[];
  readonly warnings: readonly { readonly code: string; readonly name?: string; readonly value?: string }[];
}

function worldWithMirror(goEnvText?: string): Gangway {
  const profiles = [profileOf("mirror", MIRROR), profileOf("none", "off")];
  return createGangway({ profiles, ...(goEnvText === undefined ? {} : { goEnvText }) });
}

function askGo(gangway: Gangway, name: string): string {
  return execFileSync("go", ["env", name], {
    env: gangway.env,
    cwd: "/",
    encoding: "utf8",
  }).trim();
}

test("use writes what go then reads, and undo brings the file back byte for byte", async () => {
  const before = "# mine\nGOFLAGS=-mod=mod\n";
  const gangway = worldWithMirror(before);
  const used = await gangway.run(["use", "mirror", "--json"]);
  expect(used).toMatchObject({ code: 0, stderr: "" });
  expect(used.json() as Outcome).toEqual({
    outcome: "written",
    file: gangway.goEnv,
    changes: [{ name: "GOPROXY", before: null, after: MIRROR }],
    warnings: [],
  });
  expect(askGo(gangway, "GOPROXY")).toBe(MIRROR);
  const undone = await gangway.run(["undo", "--json"]);
  expect(undone.json() as Outcome).toMatchObject({ outcome: "written", changes: [{ before: MIRROR, after: null }] });
  expect(gangway.goEnvText()).toBe(before);
});

test("using the profile in force changes nothing", async () => {
  const gangway = worldWithMirror();
  await gangway.run(["use", "mirror"]);
  const again = await gangway.run(["use", "mirror", "--json"]);
  expect(again.code).toBe(0);
  expect(again.json() as Outcome).toMatchObject({ outcome: "unchanged", changes: [] });
});

test("a dry run shows the change and writes nothing, no journal either", async () => {
  const gangway = worldWithMirror("GOFLAGS=-mod=mod\n");
  const ran = await gangway.run(["use", "mirror", "--dry-run", "--json"]);
  expect(ran.code).toBe(0);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "written", dryRun: true, changes: [{ after: MIRROR }] });
  expect(gangway.goEnvText()).toBe("GOFLAGS=-mod=mod\n");
  expect((await gangway.run(["undo"])).code).toBe(3);
});

test("an unknown profile is wrong usage and changes nothing", async () => {
  const gangway = worldWithMirror("GOPROXY=off\n");
  const ran = await gangway.run(["use", "miror"]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("Did you mean mirror?");
  expect(gangway.goEnvText()).toBe("GOPROXY=off\n");
});

test("undo without a switch is refused and says so", async () => {
  const ran = await worldWithMirror().run(["undo", "--json"]);
  expect(ran.code).toBe(3);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "refused", reason: "nothing-to-undo" });
  expect(ran.stderr).toContain("there is no switch to take back");
});

test("a folder that may not be written is refused, and the file keeps its bytes", async () => {
  const gangway = worldWithMirror("GOPROXY=off\n");
  chmodSync(gangway.folder, 0o755);
  chmodSync(path.dirname(gangway.goEnv), 0o555);
  if (IS_ROOT) {
    for (const file of [gangway.home, path.join(gangway.home, "settings.json")]) chownSync(file, NOBODY, NOBODY);
  }
  const ran = await gangway.run(["use", "mirror", "--json"], { under: AS_NOBODY });
  chmodSync(path.dirname(gangway.goEnv), 0o755);
  expect(ran.code).toBe(3);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "refused", reason: "not-permitted" });
  expect(ran.stderr).toContain("nothing was changed");
  expect(ran.stderr).toContain("may not be written");
  expect(gangway.goEnvText()).toBe("GOPROXY=off\n");
});

test("a folder that is not there yet is made, as go does", async () => {
  const gangway = worldWithMirror();
  const file = path.join(gangway.folder, "new", "deep", "env");
  const ran = await gangway.run(["use", "mirror"], { env: { GOENV: file } });
  expect(ran.code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(`GOPROXY=${MIRROR}\n`);
});

test("GOENV=off is refused by use and told by env; no file of the user's is made", async () => {
  const gangway = worldWithMirror();
  const env = { GOENV: "off" };
  const ran = await gangway.run(["use", "mirror", "--json"], { env });
  expect(ran.code).toBe(3);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "refused", reason: "goenv-off", file: null });
  expect(ran.stderr).toContain("Unset GOENV");
  expect(existsSync(path.join(gangway.folder, ".config", "go", "env"))).toBe(false);
  const shown = await gangway.run(["env", "--json"], { env });
  expect(shown.code).toBe(0);
  expect(shown.json()).toMatchObject({ file: null });
  expect(shown.stderr).toContain("GOENV=off");
});

test("without HOME and GOENV there is no file to write, and that is said", async () => {
  const gangway = worldWithMirror();
  const ran = await gangway.run(["use", "mirror", "--json"], { env: { GOENV: undefined, HOME: undefined } });
  expect(ran.code).toBe(3);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "refused", reason: "no-config-dir" });
  expect(ran.stderr).toContain("Set HOME, or GOENV to a file");
});

test("a folder in the place of the file is refused", async () => {
  const gangway = worldWithMirror();
  mkdirSync(gangway.goEnv);
  const ran = await gangway.run(["use", "mirror", "--json"]);
  expect(ran.code).toBe(3);
  expect(ran.json() as Outcome).toMatchObject({ outcome: "refused", reason: "is-directory" });
});

test("a variable exported in the environment is warned of by use and env", async () => {
  const gangway = worldWithMirror();
  const env = { GOPROXY: "https://me:hush@127.0.0.1:2/os" };
  const used = await gangway.run(["use", "mirror", "--json"], { env });
  expect(used.code).toBe(0);
  const warning = { code: "shadowed-by-os", name: "GOPROXY", value: "https://***@127.0.0.1:2/os" };
  expect((used.json() as Outcome).warnings).toContainEqual(warning);
  expect(used.stderr).toContain("GOPROXY=https://***@127.0.0.1:2/os is exported in this environment");
  const shown = await gangway.run(["env", "--json"], { env });
  expect(shown.json()).toMatchObject({
    variables: { GOPROXY: { value: "https://***@127.0.0.1:2/os", origin: "os", shadows: MIRROR } },
  });
  expect(shown.stderr).toContain("hides the value in the go env file");
});

test("env shows each value and where it comes from, as go sees it", async () => {
  const gangway = worldWithMirror("GOPRIVATE=corp.example\n");
  const ran = await gangway.run(["env", "--json"]);
  expect([ran.code, withoutProgress(ran)]).toEqual([0, ""]);
  const { variables, file, go } = ran.json() as {
    variables: Record<string, { value: string; origin: string }>;
    file: string;
    go: { version: string };
  };
  expect(file).toBe(gangway.goEnv);
  expect(go.version).toMatch(/^1\.\d+/);
  expect(variables["GOPRIVATE"]).toEqual({ value: "corp.example", origin: "file" });
  expect(variables["GOPROXY"]?.value).toBe(askGo(gangway, "GOPROXY"));
});

const USUAL_GO = ["/usr/local/go/bin/go", "/usr/bin/go", "/usr/local/bin/go", "/usr/lib/go/bin/go"].filter(existsSync);

/** Puts an empty device over every go command in a usual place, where nobody but the child sees it. */
const WITHOUT_GO =
  USUAL_GO.length === 0
    ? []
    : [
        "unshare",
        "-m",
        "sh",
        "-c",
        `for go in ${USUAL_GO.join(" ")}; do mount --bind /dev/null "$go"; done; exec "$@"`,
        "sh",
      ];

test.skipIf(explainSkip(!IS_ROOT, "hiding the go command needs root"))(
  "without Go the values are written all the same, with a warning",
  async () => {
    const gangway = worldWithMirror();
    const env = { PATH: "/usr/bin:/bin" };
    const shown = await gangway.run(["env", "--json"], { env, under: WITHOUT_GO });
    expect(shown.code).toBe(0);
    expect(shown.json()).toMatchObject({ go: null });
    const used = await gangway.run(["use", "mirror", "--json"], { env, under: WITHOUT_GO });
    expect(used.code).toBe(0);
    expect(used.json() as Outcome).toMatchObject({ outcome: "written" });
    expect(used.stderr).toContain("no go command was found");
    expect(askGo(gangway, "GOPROXY")).toBe(MIRROR);
  },
);

test("switches at the same time leave one of the wanted values and a whole journal", async () => {
  const gangway = worldWithMirror("GOFLAGS=-mod=mod\n");
  const names = ["mirror", "none", "mirror", "none"];
  const all = await Promise.all(names.map((name) => gangway.run(["use", name, "--json"])));
  expect(all.map((ran) => ran.code)).toEqual([0, 0, 0, 0]);
  expect([`GOFLAGS=-mod=mod\nGOPROXY=${MIRROR}\n`, "GOFLAGS=-mod=mod\nGOPROXY=off\n"]).toContain(gangway.goEnvText());
  const rows = (await gangway.run(["history", "--json"])).json() as readonly { type: string; outcome: string }[];
  const written = rows.filter((row) => row.type === "switch" && row.outcome === "written");
  expect(written).toHaveLength(all.filter((ran) => (ran.json() as Outcome).outcome === "written").length);
});

test("damaged settings are set aside and told, and the answer is still right", async () => {
  const gangway = createGangway({ goEnvText: "GOPROXY=direct\n" });
  writeFileSync(path.join(gangway.home, "settings.json"), '{"profiles": [');
  const ran = await gangway.run(["profile", "list", "--json"]);
  expect(ran.code).toBe(0);
  expect((ran.json() as { profiles: unknown[] }).profiles).toHaveLength(BUILTIN_PROFILES.length);
  const aside = /kept as (\S+settings\.json\.corrupt-[\dTZ]+)\./.exec(ran.stderr)?.[1] ?? "";
  expect(readFileSync(aside, "utf8")).toBe('{"profiles": [');
  expect((await gangway.run(["profile", "list"])).stderr).toBe("");
});

test("a damaged history is set aside and told, and a switch still works", async () => {
  const gangway = worldWithMirror();
  writeFileSync(path.join(gangway.home, "history.db"), "this is no database, whatever its name says".repeat(100));
  const ran = await gangway.run(["use", "mirror", "--json"]);
  expect(ran.code).toBe(0);
  expect((ran.json() as Outcome).outcome).toBe("written");
  const aside = /kept as (\S+history\.db\.corrupt-[\dTZ]+)\./.exec(ran.stderr)?.[1] ?? "";
  expect(readFileSync(aside, "utf8")).toContain("this is no database");
  expect((await gangway.run(["undo"])).code).toBe(0);
});
