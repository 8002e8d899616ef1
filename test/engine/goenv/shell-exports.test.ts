// Real login shells, each with start-up files of its own in a home of the test's.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  askShell,
  loginShell,
  type ShellQuestion,
  shellWarnings,
} from "../../../electron/engine/goenv/shell-exports.ts";
import { startupFolders, whereSet } from "../../../electron/engine/goenv/startup-files.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

/** A home with these files in it, and a question to a shell that starts there. */
function question(shell: string, files: Readonly<Record<string, string>>): ShellQuestion & { readonly home: string } {
  const home = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  const env = { HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin" };
  return { home, shell, names: ["GOPROXY", "GOSUMDB"], clock: systemClock, surroundings: { env, platform: "linux" } };
}

const SHELLS: readonly [string, string, string][] = [
  ["/bin/bash", ".bash_profile", 'echo hello\nexport GOPROXY="https://127.0.0.1:1|direct"\n'],
  ["/bin/bash", ".profile", "A=1\n\nGOPROXY='https://127.0.0.1:1|direct'\nexport GOPROXY\n"],
  ["/bin/sh", ".profile", 'export GOPROXY="https://127.0.0.1:1|direct"\n'],
  ["/usr/bin/zsh", ".zshrc", "echo noise\nexport GOPROXY='https://127.0.0.1:1|direct'\n"],
  ["/usr/bin/zsh", ".zshenv", "export GOPROXY='https://127.0.0.1:1|direct'\n"],
  ["/usr/bin/fish", ".config/fish/config.fish", "set -gx GOPROXY 'https://127.0.0.1:1|direct'\n"],
];

for (const [shell, file, text] of SHELLS) {
  const isMissing = !existsSync(shell);
  if (isMissing) console.warn(`SKIPPED: ${shell} is not on this machine`);
  test.skipIf(isMissing)(`${shell} tells what ~/${file} exports, and where`, async () => {
    const asked = question(shell, { [file]: text });
    const line = text.split("\n").findIndex((each) => each.includes("GOPROXY=") || each.includes("-gx")) + 1;
    expect(await askShell(asked)).toEqual([
      { name: "GOPROXY", value: "https://127.0.0.1:1|direct", where: `${join(asked.home, file)}:${line}` },
    ]);
  });
}

test("follows bash from its profile into ~/.bashrc", async () => {
  const asked = question("/bin/bash", { ".bash_profile": ". ~/.bashrc\n", ".bashrc": "# mine\nexport GOSUMDB=off\n" });
  expect(await askShell(asked)).toEqual([{ name: "GOSUMDB", value: "off", where: `${asked.home}/.bashrc:2` }]);
});

test("says nothing of a variable that this process has too, that is not exported, or that is empty", async () => {
  const asked = question("/bin/bash", { ".profile": "export GOPROXY=direct\nGOSUMDB=off\n" });
  const { env, platform } = asked.surroundings;
  const same = { ...asked, surroundings: { env: { ...env, GOPROXY: "direct" }, platform } };
  expect([await askShell(same), await askShell(question("/bin/bash", { ".profile": "export GOPROXY=\n" }))]).toEqual([
    [],
    [],
  ]);
});

test("takes a value with line ends and quotes as it is, whatever else is printed", async () => {
  const asked = question("/bin/bash", {
    ".profile": "echo GOPROXY=lie\nexport FAKE=$'\\nGOSUMDB=lie'\nexport GOPROXY=$'a\\n\"b\\''\n",
  });
  expect(await askShell(asked)).toMatchObject([{ name: "GOPROXY", value: "a\n\"b'" }]);
});

test("ends a shell that does not answer, with all that it started", async () => {
  const asked = question("/bin/bash", { ".profile": "sleep 600 &\necho $! > ~/child\nread -r never < <(sleep 600)\n" });
  let expire = (): void => undefined;
  const clock = { ...systemClock, after: (_delay: number, action: () => void) => ((expire = action), () => undefined) };
  const answer = askShell({ ...asked, clock });
  const child = join(asked.home, "child");
  for (let look = 0; look < 500 && !(existsSync(child) && readFileSync(child, "utf8") !== ""); look += 1)
    await sleep(10);
  expire();
  expect(await answer).toBeNull();
  expect(await isGone(Number(readFileSync(child, "utf8")))).toBe(true);
});

async function isGone(pid: number): Promise<boolean> {
  for (let look = 0; look < 100; look += 1) {
    // A dead process may wait for its parent to take notice.
    const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "Z";
    if (/^\d+ \(.*\) Z|^Z$/.test(state)) return true;
    await sleep(10);
  }
  return false;
}

test("is answered although a program of the start-up files goes on in the background", async () => {
  const asked = question("/bin/bash", { ".profile": "sleep 600 &\nexport GOPROXY=direct\n" });
  expect(await askShell(asked)).toMatchObject([{ name: "GOPROXY", value: "direct" }]);
});

test("is no answer when the shell fails, is missing, or ends early", async () => {
  const answers = [
    await askShell(question("/bin/false", {})),
    await askShell(question("/no/such/shell", {})),
    await askShell(question("/bin/bash", { ".profile": "exit 0\n" })),
    await askShell({ ...question("/bin/bash", {}), surroundings: { env: {}, platform: "win32" } }),
  ];
  expect(answers).toEqual([null, null, null, null]);
});

test("stops when it is told to", async () => {
  const stop = new AbortController();
  const answer = askShell({ ...question("/bin/bash", { ".profile": "sleep 600\n" }), signal: stop.signal });
  stop.abort();
  expect(await answer).toBeNull();
});

test("asks the shell of the user", () => {
  const of = (env: Readonly<Record<string, string>>, platform: NodeJS.Platform): string | null =>
    loginShell({ env, platform });
  expect([of({ SHELL: "/bin/x" }, "linux"), of({ SHELL: "/bin/x" }, "win32")]).toEqual(["/bin/x", null]);
  expect(of({}, "linux")).toMatch(/^\//);
});

test("points to the file that the user's own shell reads last", () => {
  const home = tempFolder();
  const system = tempFolder();
  mkdirSync(join(system, "profile.d"));
  const put = (path: string): void => {
    writeFileSync(path, "export GOPROXY=direct\n");
  };
  const at = (shell: string): string | null =>
    whereSet({ name: "GOPROXY", value: "direct" }, { shell, folders: { home, system } });
  const seen: (string | null)[] = [at("/bin/bash")];
  for (const path of [
    join(system, "environment"),
    join(system, "profile.d", "go.sh"),
    join(home, ".profile"),
    join(home, ".zshrc"),
  ]) {
    put(path);
    seen.push(at("/bin/bash"));
  }
  expect(seen).toEqual([
    null,
    `${system}/environment:1`,
    `${system}/profile.d/go.sh:1`,
    `${home}/.profile:1`,
    `${home}/.profile:1`,
  ]);
  expect([at("/bin/zsh"), startupFolders({ env: { HOME: home }, platform: "linux" })]).toEqual([
    `${home}/.zshrc:1`,
    { home, system: "/etc" },
  ]);
});

test("becomes a warning without credentials, but not for the value that is wanted", () => {
  const exported = [
    { name: "GOPROXY", value: "https://me:pw@127.0.0.1:1", where: "/h/.profile:1" },
    { name: "GOSUMDB", value: "off" },
    { name: "GOVCS", value: "x" },
  ];
  expect(shellWarnings(exported, { GOPROXY: "direct", GOSUMDB: "off" })).toEqual([
    { code: "shadowed-by-shell", name: "GOPROXY", value: "https://***@127.0.0.1:1", where: "/h/.profile:1" },
  ]);
});
