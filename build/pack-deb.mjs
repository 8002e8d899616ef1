#!/usr/bin/env node
// Makes a .deb by dpkg-deb. electron-builder starts this in place of fpm (CUSTOM_FPM_PATH), which it would download;
// understands those arguments of fpm that electron-builder passes for a deb.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Scripts of the package: fpm's option and dpkg's name. */
const SCRIPTS = { "--after-install": "postinst", "--after-remove": "postrm" };

/** Options that stand alone. */
const SWITCHES = new Set(["--force", "--debug"]);

/**
 * Reads fpm's command line: {options: name to values, mappings: [[from, to]]}.
 * @param {readonly string[]} args
 */
export function readFpmArguments(args) {
  /** @type {Record<string, string[]>} */
  const options = {};
  /** @type {string[][]} */
  const mappings = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (SWITCHES.has(argument)) continue;
    if (argument.startsWith("-")) {
      const [name, inline] = argument.split(/=(.*)/s);
      options[name] = [...(options[name] ?? []), inline ?? args[++index]];
    } else mappings.push(argument.split(/=(?=\/)/));
  }
  return { options, mappings };
}

/** The control file of the package. `kilobytes`: what it takes when installed. */
export function controlFile(options, kilobytes) {
  const one = (name) => options[name]?.[0];
  const [synopsis = "", ...more] = (one("--description") ?? "").split("\n").map((line) => line.trim());
  const fields = {
    Package: one("--name"),
    Version: one("--version"),
    Architecture: one("--architecture"),
    Maintainer: one("--maintainer"),
    "Installed-Size": String(kilobytes),
    Depends: options["-d"]?.join(", "),
    Recommends: options["--deb-recommends"]?.join(", "),
    Section: one("--category") ?? "net",
    Priority: one("--deb-priority") ?? "optional",
    Homepage: one("--url"),
    Description: [synopsis, ...more.filter((line) => line !== "").map((line) => ` ${line}`)].join("\n"),
  };
  const known = Object.entries(fields).filter(([, value]) => value);
  return known.map(([name, value]) => `${name}: ${value}\n`).join("");
}

function packDeb({ options, mappings }) {
  const kind = options["-t"]?.[0];
  if (kind !== "deb") throw new Error(`only a deb can be packed without fpm, not ${kind}`);
  const root = mkdtempSync(path.join(os.tmpdir(), "gangway-deb-"));
  try {
    for (const [from, to] of mappings) {
      const target = path.join(root, to);
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    }
    chmodSync(root, 0o755); // The folder becomes "/" of the package; mkdtemp made it private.
    writeControl(root, options);
    const compression = `-Z${options["--deb-compression"]?.[0] ?? "xz"}`;
    execFileSync("dpkg-deb", ["--root-owner-group", compression, "--build", root, options["--package"][0]], {
      stdio: "inherit",
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeControl(root, options) {
  const kilobytes = Number.parseInt(execFileSync("du", ["-sk", root], { encoding: "utf8" }), 10);
  const folder = path.join(root, "DEBIAN");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "control"), controlFile(options, kilobytes));
  for (const [option, name] of Object.entries(SCRIPTS)) {
    const source = options[option]?.[0];
    if (!source) continue;
    copyFileSync(source, path.join(folder, name));
    chmodSync(path.join(folder, name), 0o755);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  packDeb(readFpmArguments(process.argv.slice(2)));
}
