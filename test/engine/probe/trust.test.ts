import { execFile, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import { createTrustStore, type Trusted, type TrustOptions } from "../../../electron/engine/probe/trust.ts";
import { type Authority, makeAuthority } from "../../support/certificates.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";

const run = promisify(execFile);

let zoo: Zoo;
let other: Authority;
let folder: string;

beforeAll(async () => {
  zoo = await openZoo();
  other = await makeAuthority("Somebody Else");
  folder = mkdtempSync(join(tmpdir(), "gangway-trust-"));
  for (const name of ["empty", "roots", "links"]) mkdirSync(join(folder, name));
  const root = readFileSync(zoo.caFile, "utf8");
  writeFileSync(join(folder, "roots", "zoo.pem"), root);
  symlinkSync(zoo.caFile, join(folder, "links", "zoo.pem"));
  writeFileSync(join(folder, "other.pem"), other.cert);
  const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  writeFileSync(join(folder, "mixed.pem"), `# comment\n${broken}${other.cert}\n${root}\nend\n`);
});

afterAll(async () => {
  await zoo.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A variable's value: words between colons are paths below the folder. */
function paths(value: string): string {
  return value
    .split(":")
    .map((name) => join(folder, name))
    .join(":");
}

const CASES = [
  { file: "roots/zoo.pem", dir: "empty", trusts: true },
  { file: "other.pem", dir: "empty", trusts: false },
  { file: "mixed.pem", dir: "empty", trusts: true },
  { file: "absent.pem", dir: "roots", trusts: true },
  { file: "absent.pem", dir: "empty:roots", trusts: true },
  { file: "absent.pem", dir: "absent:links", trusts: true },
  { file: "other.pem", dir: "absent", trusts: false },
  { file: "empty", dir: "empty", trusts: false },
] as const;

function environment(entry: { readonly file: string; readonly dir: string }): Readonly<Record<string, string>> {
  return { SSL_CERT_FILE: paths(entry.file), SSL_CERT_DIR: paths(entry.dir) };
}

async function trustedByUs(env: Readonly<Record<string, string>>, caFile?: string): Promise<string> {
  const endpoint = { name: zoo.url("good"), url: zoo.url("good"), role: "proxy" } as const;
  const sample = await createProber({ version: "0.0.0", env, caFile }).probe(endpoint, new AbortController().signal);
  return sample?.failure?.kind ?? "fine";
}

describe.skipIf(process.platform !== "linux")("the roots of this machine", () => {
  test.each(CASES)(
    "with SSL_CERT_FILE=$file and SSL_CERT_DIR=$dir a server of the zoo is trusted: $trusts",
    async (entry) => {
      expect(await trustedByUs(environment(entry))).toBe(entry.trusts ? "fine" : "certificate-untrusted");
    },
  );

  const withoutGo = spawnSync("go", ["version"]).status !== 0;
  if (withoutGo) console.warn("skipped: comparing trust with a Go program, since there is no go command");

  test.skipIf(withoutGo)(
    "are those of a Go program with the same variables",
    async () => {
      const program = join(folder, "dial");
      writeFileSync(join(folder, "dial.go"), DIAL);
      const quiet = { ...process.env, GOENV: "off", GOFLAGS: "", GOPROXY: "off", GOTOOLCHAIN: "local" };
      await run("go", ["build", "-o", program, join(folder, "dial.go")], { env: quiet, timeout: 50_000 });
      const dial = async (env: Readonly<Record<string, string>>) =>
        (await run(program, [zoo.address("good")], { env, timeout: 5_000 })).stdout;

      const answers = await Promise.all(CASES.map((entry) => dial(environment(entry))));

      expect(answers).toEqual(CASES.map((entry) => (entry.trusts ? "trusted" : "untrusted")));
    },
    60_000,
  );
});

/** Prints what a Go program thinks of the server. */
const DIAL = `package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

func main() {
	_, err := tls.Dial("tcp4", os.Args[1], nil)
	var unknown x509.UnknownAuthorityError
	var without x509.SystemRootsError
	switch {
	case err == nil:
		fmt.Print("trusted")
	case errors.As(err, &unknown):
		fmt.Print("untrusted")
	case errors.As(err, &without):
		fmt.Print("untrusted")
	default:
		fmt.Print(err)
	}
}
`;

describe("a file that the user adds", () => {
  test("is trusted beside the roots of the machine", async () => {
    const entry = { file: "other.pem", dir: "empty" };

    expect(await trustedByUs(environment(entry), zoo.caFile)).toBe("fine");
  });

  test("that is absent makes every verdict impossible, and says so", async () => {
    const endpoint = { name: zoo.url("good"), url: zoo.url("good"), role: "proxy" } as const;
    const prober = createProber({ version: "0.0.0", env: {}, caFile: join(folder, "absent.pem") });

    const sample = await prober.probe(endpoint, new AbortController().signal);

    expect(sample?.failure).toEqual({ stage: "handshake", kind: "local", raw: "CA file: ENOENT" });
  });

  test("without a certificate in it is refused too", () => {
    writeFileSync(join(folder, "text.pem"), "hello\n");

    const state = createTrustStore(storeOptions({ caFile: join(folder, "text.pem") })).current();

    expect(state).toEqual({ kind: "missing", raw: "no certificate in the CA file" });
  });
});

function storeOptions(more: Partial<TrustOptions>): TrustOptions {
  return { env: environment({ file: "other.pem", dir: "empty" }), platform: "linux", recheckMs: 0, ...more };
}

function ready(options: TrustOptions): Trusted {
  const state = createTrustStore(options).current();
  if (state.kind === "missing") throw new Error(state.raw);
  return state.trusted;
}

async function leafOf(authority: Authority): Promise<X509Certificate> {
  return new X509Certificate((await authority.issue({ names: ["a.test"] })).cert);
}

describe("who vouches for a chain", () => {
  test("a root that ships with the runtime is public", () => {
    const [pem = ""] = rootCertificates;
    writeFileSync(join(folder, "public.pem"), pem);

    const trusted = ready(storeOptions({ caFile: join(folder, "public.pem") }));

    expect(trusted.vouch(new X509Certificate(pem), () => [])).toBe("public");
  });

  test("a public root that this machine does not have vouches for nothing", () => {
    const [pem = ""] = rootCertificates;

    expect(ready(storeOptions({})).vouch(new X509Certificate(pem), () => [])).toBe("untrusted");
  });

  test("a root that only this machine has is local, also behind an intermediate", async () => {
    const between = await other.delegate("Between");
    const leaf = await leafOf(between);

    expect(ready(storeOptions({})).vouch(leaf, () => [new X509Certificate(between.cert)])).toBe("local");
  });

  test("a root of the same name with another key does not count", async () => {
    const impostor = await makeAuthority("Somebody Else");
    const leaf = await leafOf(impostor);

    expect(ready(storeOptions({})).vouch(leaf, () => [new X509Certificate(impostor.cert)])).toBe("untrusted");
  });
});

describe("a store", () => {
  test("keeps its context while the files stay as they are", () => {
    const store = createTrustStore(storeOptions({}));

    expect(store.current()).toBe(store.current());
  });

  test("reads again after a file was changed", async () => {
    const file = join(folder, "changing.pem");
    writeFileSync(file, other.cert);
    const store = createTrustStore(storeOptions({ env: { SSL_CERT_FILE: file, SSL_CERT_DIR: paths("empty") } }));
    const before = store.current();
    writeFileSync(file, `${other.cert}\n${zoo.authority.cert}`);
    const leaf = await leafOf(zoo.authority);

    const after = store.current();

    expect([before, after].map((state) => state.kind === "ready" && state.trusted.vouch(leaf, () => []))).toEqual([
      "untrusted",
      "local",
    ]);
  });

  describe("over a directory", () => {
    async function verdicts(recheckAllMs: number, change: (directory: string) => void): Promise<readonly string[]> {
      const directory = mkdtempSync(join(folder, "roots-"));
      writeFileSync(join(directory, "first.pem"), other.cert);
      const env = { SSL_CERT_FILE: join(folder, "absent.pem"), SSL_CERT_DIR: directory };
      const store = createTrustStore(storeOptions({ env, recheckAllMs }));
      const leaf = await leafOf(zoo.authority);
      const verdict = () => {
        const state = store.current();
        return state.kind === "ready" ? state.trusted.vouch(leaf, () => []) : state.raw;
      };
      const before = verdict();
      change(directory);
      return [before, verdict()];
    }

    test("takes a new file at once", async () => {
      const seen = await verdicts(600_000, (directory) =>
        writeFileSync(join(directory, "new.pem"), zoo.authority.cert),
      );

      expect(seen).toEqual(["untrusted", "local"]);
    });

    test("takes a file that was changed in its place when it looks at all of them", async () => {
      const change = (directory: string) => writeFileSync(join(directory, "first.pem"), zoo.authority.cert);

      expect(await verdicts(600_000, change)).toEqual(["untrusted", "untrusted"]);
      expect(await verdicts(0, change)).toEqual(["untrusted", "local"]);
    });
  });

  test("says what it needs where the runtime cannot read the certificate store", () => {
    const state = createTrustStore({ env: {}, platform: "darwin" }).current();

    // Node 20 has no way to ask; later ones do.
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const able = major > 22 || (major === 22 && minor >= 15);
    expect(state.kind).toBe(able ? "ready" : "missing");
  });
});
