import { expect, test } from "vitest";
import { controlFile, readFpmArguments } from "../../build/pack-deb.mjs";

const ARGUMENTS = [
  ...["-s", "dir", "--force", "-t", "deb", "-d", "libnss3", "-d", "libgtk-3-0", "--deb-compression", "xz"],
  ...["--name=gangway", "--version", "0.1.0", "--architecture", "amd64", "--maintainer=A <a@b.example>"],
  ...["--description", "Keeps go env right\n For every network.", "/tmp/app/=/opt/Gangway"],
];

test("reads repeated options, both ways to give a value, and what goes where", () => {
  const { options, mappings } = readFpmArguments(ARGUMENTS);
  expect([options["-d"], options["--name"], options["--version"], mappings]).toEqual([
    ["libnss3", "libgtk-3-0"],
    ["gangway"],
    ["0.1.0"],
    [["/tmp/app/", "/opt/Gangway"]],
  ]);
});

test("writes a control file as dpkg wants it", () => {
  expect(controlFile(readFpmArguments(ARGUMENTS).options, 250)).toBe(`Package: gangway
Version: 0.1.0
Architecture: amd64
Maintainer: A <a@b.example>
Installed-Size: 250
Depends: libnss3, libgtk-3-0
Section: net
Priority: optional
Description: Keeps go env right
 For every network.
`);
});
