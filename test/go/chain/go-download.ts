// `go mod download` of any version, on its own module cache, while servers of this process answer it.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import type { GoVersion } from "../../support/go-versions.ts";
import { VERSION } from "./stage.ts";

/** How a download ended. */
export interface Download {
  readonly ok: boolean;
  /** All that go printed. */
  readonly said: string;
  readonly elapsedMs: number;
  /** Whether it was ended by us. */
  readonly hung: boolean;
}

/** What to download, and with which settings. */
export interface Wanted {
  readonly go: GoVersion;
  readonly modulePath: string;
  readonly env: Readonly<Record<string, string>>;
  /** When to end it, in ms. */
  readonly patienceMs: number;
}

/** Module paths on a loopback address without a server: `direct` fails at once, with no name to look up. */
export const ABSENT = "127.0.0.77/absent";

/** The same address, but git is told to find this one in a folder. */
export const IN_GIT = "127.0.0.77/served.git";

/** Downloads into one home. */
export interface Downloads {
  readonly home: GoHome;
  run(wanted: Wanted): Promise<Download>;
}

function git(folder: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<void> {
  return new Promise((settle, fail) => {
    const child = spawn("git", ["-C", folder, ...args], { env, stdio: "ignore" });
    child.once("error", fail).once("close", (code) => {
      if (code === 0) settle();
      else fail(new Error(`git ${args.join(" ")} ended with ${code}`));
    });
  });
}

async function makeRepository(home: GoHome): Promise<string> {
  const folder = join(home.folder, "repository");
  mkdirSync(folder);
  writeFileSync(join(folder, "go.mod"), `module ${IN_GIT}\n`);
  writeFileSync(join(folder, "tiny.go"), "package tiny\n");
  const as = ["-c", "user.name=tests", "-c", "user.email=tests@gangway.test", "-c", "commit.gpgsign=false"];
  await git(folder, home.env, "init", "-q");
  await git(folder, home.env, "add", ".");
  await git(folder, home.env, ...as, "commit", "-q", "-m", "Begin");
  await git(folder, home.env, "tag", VERSION);
  const config = join(home.folder, "gitconfig");
  writeFileSync(
    config,
    `[url "file://${folder}"]\n\tinsteadOf = https://${IN_GIT}\n\tinsteadOf = https://127.0.0.77/served\n`,
  );
  return config;
}

/** A home for downloads; `caFile` is trusted, checksums are not asked for unless a download's own variables say so. */
export async function openDownloads(caFileIn: (folder: string) => Promise<string> | string): Promise<Downloads> {
  const home = createGoHome();
  // Go must never come to its own default, whatever a case says.
  writeFileSync(home.file, "GOPROXY=off\nGOSUMDB=off\n");
  const common = {
    ...home.env,
    GO111MODULE: "on",
    GOFLAGS: "-mod=mod -modcacherw",
    GOSUMDB: "off",
    NO_PROXY: "*",
    SSL_CERT_FILE: await caFileIn(home.folder),
    GIT_CONFIG_GLOBAL: await makeRepository(home),
    GIT_CONFIG_NOSYSTEM: "1",
  };
  return { home, run: (wanted) => download(home, common, wanted) };
}

function download(home: GoHome, common: Readonly<Record<string, string>>, wanted: Wanted): Promise<Download> {
  const own = mkdtempSync(join(home.folder, "case-"));
  const env = { ...common, GOPATH: own, GOMODCACHE: join(own, "mod"), ...wanted.env };
  const args = ["mod", "download", `${wanted.modulePath}@${VERSION}`];
  return new Promise((settle, fail) => {
    const startedAt = performance.now();
    const child = spawn(wanted.go.path, args, { cwd: own, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    let hung = false;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const patience = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, wanted.patienceMs);
    child.once("error", fail).once("close", (code) => {
      clearTimeout(patience);
      const elapsedMs = performance.now() - startedAt;
      rmSync(own, { recursive: true, force: true });
      settle({ ok: code === 0, said, elapsedMs, hung });
    });
  });
}
