// `npm run dist [-- --only dir] [-- --output FOLDER]`: builds, and makes the packages of this system that can be made
// here. What is left out is said, with the reason: most installers need tools that electron-builder fetches from GitHub.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "./bundle.mjs";
import { ensureModules } from "./modules.mjs";
import { ROOT, run, say } from "./process.mjs";
import { whyUnreachable } from "./runtime/reach.mjs";
import { obtainRuntime } from "./runtime.mjs";

/** The installers of each system, as build/electron-builder.yml has them, and the one that needs no download. */
const TARGETS = {
  linux: { flag: "--linux", installers: ["deb", "AppImage"], folder: "linux-unpacked" },
  win32: { flag: "--win", installers: ["nsis"], folder: "win-unpacked" },
  darwin: { flag: "--mac", installers: ["dmg", "zip"], folder: process.arch === "arm64" ? "mac-arm64" : "mac" },
};

/** Where electron-builder fetches the tools that make installers, unless a mirror is named. */
const TOOLS = "https://github.com/electron-userland/electron-builder-binaries/releases/download/";

/** What makes a deb where electron-builder's own tool cannot be fetched. */
const DPKG_DEB = "/usr/bin/dpkg-deb";

/** One electron-builder run, in ms: packing takes 5 s, each installer about a minute. */
const BUILDER_MS = 600_000;

const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));

async function dist() {
  const { values } = parseArgs({ options: { only: { type: "string" }, output: { type: "string" } } });
  const system = TARGETS[process.platform];
  if (!system) throw new Error(`There are no packages for ${process.platform}`);
  if (values.only !== undefined && values.only !== "dir") throw new Error("--only knows one word: dir");
  const output = path.resolve(values.output ?? path.join(ROOT, "dist"));
  await ensureModules();
  await ensureBuilt();
  const runtime = await obtainRuntime();
  const settings = builderSettings(runtime, output);
  rmSync(path.join(output, system.folder), { recursive: true, force: true });
  await build([system.flag, "dir", ...settings]);
  say(`Made ${path.join(output, system.folder)}`);
  if (values.only === "dir") return;
  if (process.platform === "linux") await makeTarball(output, system.folder);
  await makeInstallers(system, { settings, output });
  sayElectron(runtime);
}

// Electron's own release is what electron-builder takes by itself; another one has to be named, with its version.
function builderSettings({ path: binary, version: electron, source }, output) {
  const common = ["--publish", "never", `-c.directories.output=${output}`];
  if (source === "downloaded by electron" || source === "installed in node_modules") {
    return [...common, `-c.electronDist=${path.join(ROOT, "node_modules", "electron", "dist")}`];
  }
  return [...common, `-c.electronDist=${path.dirname(binary)}`, `-c.electronVersion=${electron}`];
}

async function build(args, env = process.env) {
  const cli = path.join(ROOT, "node_modules", "electron-builder", "cli.js");
  const config = path.join(ROOT, "build", "electron-builder.yml");
  const { code, stdout, stderr } = await run(process.execPath, [cli, "--config", config, ...args], {
    env,
    output: "capture",
    timeoutMs: BUILDER_MS,
  });
  if (code !== 0) throw new Error(`electron-builder ${args.slice(0, 2).join(" ")} failed:\n${stdout}${stderr}`.trim());
}

// electron-builder makes a tar.gz by 7zip, which it fetches from GitHub; tar is there on every Linux.
async function makeTarball(output, folder) {
  const name = `gangway-${version}`;
  const target = path.join(output, `${name}-linux-${process.arch}.tar.gz`);
  mkdirSync(output, { recursive: true });
  const owner = ["--owner=0", "--group=0", "--numeric-owner"];
  const args = ["-czf", target, ...owner, "-C", output, `--transform=flags=r;s,^${folder},${name},`, folder];
  const { code, stderr } = await run("tar", args, { output: "capture", timeoutMs: BUILDER_MS });
  if (code !== 0) throw new Error(`tar failed: ${stderr.trim()}`);
  say(`Made ${target} (by tar)`);
}

async function makeInstallers({ flag, installers, folder }, { settings, output }) {
  const tools = process.env.ELECTRON_BUILDER_BINARIES_MIRROR || TOOLS;
  const refused = await whyUnreachable(tools);
  const possible = refused ? installers.filter((name) => name === "deb" && existsSync(DPKG_DEB)) : installers;
  if (possible.length > 0) {
    say(`Making ${possible.join(", ")}; this takes about a minute each`);
    const own = refused ? { CUSTOM_FPM_PATH: path.join(ROOT, "build", "pack-deb.mjs") } : {};
    await build([flag, ...possible, "--prepackaged", path.join(output, folder), ...settings], {
      ...process.env,
      ...own,
    });
    say(`Made ${possible.join(", ")} in ${output}${refused ? " (by dpkg-deb)" : ""}`);
  }
  const impossible = installers.filter((name) => !possible.includes(name));
  if (impossible.length > 0) {
    say(`Left out: ${impossible.join(", ")}. The tools come from ${new URL(tools).host}: ${refused}.`);
  }
  sayOtherSystems();
}

// A package for another system would need that system's build of libsql, which npm does not install here.
function sayOtherSystems() {
  const others = Object.entries(TARGETS).filter(([platform]) => platform !== process.platform);
  const left = others.map(([platform, { installers: names }]) => `${names.join(", ")} (on ${platform})`);
  say(`Left out: ${left.join(", ")}. The history's native module is installed for this system only.`);
}

function sayElectron({ version: electron }) {
  const pinned = JSON.parse(readFileSync(path.join(ROOT, "node_modules", "electron", "package.json"), "utf8")).version;
  if (electron === pinned) return;
  say(
    `These packages carry Electron ${electron}: good for trying out. To publish, build where Electron ${pinned} can be had.`,
  );
}

try {
  await dist();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
