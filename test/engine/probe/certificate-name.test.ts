import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dnsNamesIn, isGoodFor, matchesHost } from "../../../electron/engine/probe/certificate-name.ts";
import { type Authority, makeAuthority } from "../../support/certificates.ts";
import { hasGo } from "../../support/go-command.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "gangway-names-"));
let authority: Authority;

beforeAll(async () => {
  authority = await makeAuthority("Names");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names in certificates: good ones, and ones that look like something that they are not. */
const CERTIFICATES: readonly (readonly string[])[] = [
  ["localhost"],
  ["proxy.modules.test", "modules.test"],
  ["*.modules.test"],
  ["*.test"],
  ["*"],
  ["*.*.test"],
  ["a*.modules.test", "*b.modules.test"],
  ["www.*.test"],
  ["*.Modules.TEST"],
  ["modules.test."],
  ["under_score.modules.test", "-hyphen.modules.test"],
  ["xn--mdules-vxa.test", "*.xn--mdules-vxa.test"],
  ["127.0.0.1"],
  ["::1", "fd00:7::1"],
  ["::ffff:7f00:1"],
  ["*.0.0.1"],
  // Printed without care, each of these would read as another name.
  ["x, DNS:localhost", "modules.test"],
  ['"localhost"', 'x", DNS:"modules.test'],
  ["modules.test\u0000.evil.test"],
  [],
];

const HOSTS: readonly string[] = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "modules.test",
  "modules.test.",
  "proxy.modules.test",
  "PROXY.modules.test.",
  "a.b.modules.test",
  "ab.modules.test",
  ".modules.test",
  "*.modules.test",
  "under_score.modules.test",
  "-hyphen.modules.test",
  "xn--mdules-vxa.test",
  "a.xn--mdules-vxa.test",
  "www.modules.test",
  "127.0.0.1",
  "::1",
  "fd00:7::1",
  "::ffff:127.0.0.1",
  "evil.test",
];

/** Prints, for each certificate of a JSON file, the hosts that Go would take it for. */
const PROGRAM = `package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
)

func main() {
	var table struct {
		Certificates []string
		Hosts        []string
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(text, &table); err != nil {
		panic(err)
	}
	good := [][]string{}
	for _, text := range table.Certificates {
		block, _ := pem.Decode([]byte(text))
		hosts := []string{}
		// One that Go cannot even parse is good for nothing.
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil {
			for _, host := range table.Hosts {
				if certificate.VerifyHostname(host) == nil {
					hosts = append(hosts, host)
				}
			}
		}
		good = append(good, hosts)
	}
	json.NewEncoder(os.Stdout).Encode(good)
}
`;

async function goodForGo(certificates: readonly string[]): Promise<readonly (readonly string[])[]> {
  const file = join(folder, "table.json");
  writeFileSync(file, JSON.stringify({ certificates, hosts: HOSTS }));
  writeFileSync(join(folder, "names.go"), PROGRAM);
  const env = { ...process.env, GOENV: "off", GOFLAGS: "", GOPROXY: "off", GOTOOLCHAIN: "local" };
  const { stdout } = await run("go", ["run", join(folder, "names.go"), file], { env, timeout: 50_000 });
  return JSON.parse(stdout) as readonly (readonly string[])[];
}

test.skipIf(!hasGo)(
  "takes a certificate for the hosts for which a Go program takes it",
  async () => {
    const identities = await Promise.all(
      CERTIFICATES.map((names) => authority.issue({ names, commonName: names[0] ?? "localhost" })),
    );
    const certificates = identities.map(({ cert }) => cert);

    const ours = certificates.map((cert) => {
      const certificate = new X509Certificate(cert);
      return HOSTS.filter((host) => isGoodFor(certificate, host));
    });

    expect(ours).toEqual(await goodForGo(certificates));
    expect(ours.flat().length).toBeGreaterThan(20);
  },
  60_000,
);

describe("names as the runtime prints them", () => {
  test.each([
    ["DNS:a.test, DNS:*.b.test, IP Address:127.0.0.1", ["a.test", "*.b.test"]],
    ['DNS:"x, DNS:localhost", DNS:c.test', ["x, DNS:localhost", "c.test"]],
    ["IP Address:0:0:0:0:0:0:0:1, email:a@b.test, URI:https://b.test/", []],
    ['DNS:"broken', []],
    [undefined, []],
  ])("%j has the DNS names %j", (alternatives, names) => {
    expect(dnsNamesIn(alternatives)).toEqual(names);
  });
});

test.each([
  ["*.modules.test", "a.modules.test", true],
  ["*.modules.test", "modules.test", false],
  ["*", "localhost", false],
  ["", "", false],
  ["strange name", "strange name", true],
])("%j is good for %j: %s", (pattern, host, good) => {
  expect(matchesHost(pattern, host)).toBe(good);
});
