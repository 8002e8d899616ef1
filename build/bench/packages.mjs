// The peers and the server that the benchmark needs, from Debian. What a package would start by itself, at once or at the
// next boot, is kept from starting: the benchmark starts its own, on ports of its own.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensurePackages, isDebian } from "../debian.mjs";
import { run } from "../process.mjs";

const NEEDS = [
  ["nginx-light", "nginx-core", "nginx-full", "nginx-extras", "nginx"],
  ["prometheus-blackbox-exporter"],
  ["prometheus"],
  ["curl"],
  ["ca-certificates"],
  ["util-linux"],
  ["iproute2"],
  ["xvfb"],
  ["dbus"],
];

/** The services that these packages bring. */
const SERVICES = ["nginx", "prometheus", "prometheus-blackbox-exporter"];

/** What Debian asks before it starts a service; 101 is "no": https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt */
const POLICY = "/usr/sbin/policy-rc.d";

/** Where programs are that only root is given on PATH. */
const ADMIN_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Brings what is missing, as root on Debian; says what is missing otherwise. Undefined when all is there. */
export async function ensurePeers() {
  if (!isDebian()) return undefined;
  const before = new Set(SERVICES.filter(hasUnit));
  const problem = await withoutStarting(() => ensurePackages(NEEDS));
  const brought = SERVICES.filter((name) => hasUnit(name) && !before.has(name));
  if (brought.length > 0 && existsSync("/usr/bin/systemctl"))
    await run("systemctl", ["disable", "--quiet", ...brought], { output: "capture", timeoutMs: 30_000 });
  return problem;
}

function hasUnit(name) {
  return existsSync(`/lib/systemd/system/${name}.service`);
}

// A policy that is there already is the owner's, and stays.
async function withoutStarting(act) {
  if (process.getuid() !== 0 || existsSync(POLICY)) return await act();
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return await act();
  } finally {
    rmSync(POLICY, { force: true });
  }
}

/** PATH with the folders of programs that an ordinary user is not given. */
export function pathOfPeers(env = process.env) {
  const folders = (env.PATH ?? "").split(path.delimiter);
  return [...folders, ...ADMIN_FOLDERS.filter((folder) => !folders.includes(folder))].join(path.delimiter);
}

/** Those of the programs that are not on PATH. */
export function missingPrograms(programs, env = process.env) {
  const folders = pathOfPeers(env).split(path.delimiter);
  return programs.filter((program) => !folders.some((folder) => existsSync(path.join(folder, program))));
}
