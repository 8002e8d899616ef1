import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { goRoute } from "../../../electron/engine/probe/go-route.ts";
import { basicAuthorization, chooseRoute, type Environment, withProxy } from "../../../electron/engine/probe/route.ts";

const PROXY = "http://proxy.test:3128";

function kindFor(url: string, env: Environment): string {
  return chooseRoute(new URL(url), env).kind;
}

const SETTINGS = [
  ["nothing is set", "https://a.test", {}, "direct"],
  ["the variable for its scheme is set", "https://a.test", { HTTPS_PROXY: PROXY }, "proxy"],
  ["only the lower-case variable is set", "https://a.test", { https_proxy: PROXY }, "proxy"],
  ["only the variable for the other scheme is set", "https://a.test", { HTTP_PROXY: PROXY }, "direct"],
  ["it is plain HTTP and its variable is set", "http://a.test", { HTTP_PROXY: PROXY }, "proxy"],
  ["only ALL_PROXY is set, which Go does not know", "https://a.test", { ALL_PROXY: PROXY }, "direct"],
  ["the variable is empty", "https://a.test", { HTTPS_PROXY: "" }, "direct"],
  ["it is localhost", "https://localhost:8443", { HTTPS_PROXY: PROXY }, "direct"],
  ["it is a loopback address", "https://127.3.2.1", { HTTPS_PROXY: PROXY }, "direct"],
  ["it is the IPv6 loopback address", "https://[::1]:8443", { HTTPS_PROXY: PROXY }, "direct"],
  ["it would go through SOCKS", "https://a.test", { HTTPS_PROXY: "socks5://proxy.test:1080" }, "unusable"],
  ["the variable makes no sense", "https://a.test", { HTTPS_PROXY: "http://a b" }, "unusable"],
] as const;

test.each(SETTINGS)("when %s: %s with %j goes %s", (_when, url, env, kind) => {
  expect(kindFor(url, env)).toBe(kind);
});

test("where both spellings are set, upper case wins up to Go 1.27 and lower case from 1.28 on", () => {
  const env = {
    HTTPS_PROXY: "http://upper.test:1",
    https_proxy: "http://lower.test:1",
    NO_PROXY: "a.test",
    no_proxy: "b.test",
  };
  const hostFor = (url: string, goVersion?: string): string => {
    const route = chooseRoute(new URL(url), env, goVersion);
    return route.kind === "proxy" ? route.proxy.host : route.kind;
  };

  for (const old of [undefined, "go1.14.15", "go1.27.0"]) {
    expect([hostFor("https://b.test", old), hostFor("https://a.test", old)]).toEqual(["upper.test", "direct"]);
  }
  expect([hostFor("https://b.test", "go1.28.0"), hostFor("https://a.test", "go1.28.0")]).toEqual([
    "direct",
    "lower.test",
  ]);
});

test("shows a way without the credentials of its proxy", () => {
  const env = { HTTPS_PROXY: "https://me:secret@[::1]:8443" };

  expect(goRoute("https://a.test", env)).toEqual({ kind: "proxy", url: "https://[::1]:8443" });
  expect(goRoute("https://localhost", env)).toEqual({ kind: "direct" });
  expect(goRoute("nonsense", env).kind).toBe("unusable");
});

const EXEMPTIONS = [
  ["*", "https://a.test", "direct"],
  ["a.test", "https://a.test", "direct"],
  ["a.test", "https://b.a.test", "direct"],
  ["a.test", "https://ba.test", "proxy"],
  [".a.test", "https://a.test", "proxy"],
  [".a.test", "https://b.a.test", "direct"],
  ["*.a.test", "https://b.a.test", "direct"],
  ["*.a.test", "https://a.test", "proxy"],
  ["A.TEST", "https://a.test", "direct"],
  ["a.test:443", "https://a.test", "direct"],
  ["a.test:8443", "https://a.test", "proxy"],
  ["a.test:8443", "https://a.test:8443", "direct"],
  [" , a.test , ", "https://a.test", "direct"],
  ["10.0.0.0/8", "https://10.20.30.40", "direct"],
  ["10.0.0.0/8", "https://11.20.30.40", "proxy"],
  ["10.20.30.40", "https://10.20.30.40", "direct"],
  ["10.20.30.40:443", "https://10.20.30.40", "direct"],
  ["10.20.30.40:80", "https://10.20.30.40", "proxy"],
  ["2001:db8::/32", "https://[2001:db8::7]", "direct"],
  ["[2001:db8::7]:443", "https://[2001:db8::7]", "direct"],
  ["2001:db8::7", "https://[2001:db8::8]", "proxy"],
  // A network does not exempt the names that happen to be in it, and a name exempts no address.
  ["10.0.0.0/8", "https://a.test", "proxy"],
  ["40", "https://10.20.30.40", "proxy"],
  ["b.test,c.test", "https://a.test", "proxy"],
] as const;

test.each(EXEMPTIONS)("NO_PROXY=%s lets %s go %s", (noProxy, url, kind) => {
  expect(kindFor(url, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe(kind);
});

test("takes the upper-case variable when both are set", () => {
  const route = chooseRoute(new URL("https://a.test"), {
    HTTPS_PROXY: "http://upper.test",
    https_proxy: "http://lower.test",
  });

  expect(route).toEqual({ kind: "proxy", proxy: { host: "upper.test", port: 80, secure: false } });
});

test.each([
  ["proxy.test:3128", { host: "proxy.test", port: 3128, secure: false }],
  ["http://proxy.test", { host: "proxy.test", port: 80, secure: false }],
  ["https://proxy.test", { host: "proxy.test", port: 443, secure: true }],
  ["http://[2001:db8::1]:8080", { host: "2001:db8::1", port: 8080, secure: false }],
  ["http://u:p%40ss@proxy.test:1", { host: "proxy.test", port: 1, secure: false, authorization: "Basic dTpwQHNz" }],
])("reads the proxy %s", (value, proxy) => {
  expect(chooseRoute(new URL("https://a.test"), { HTTPS_PROXY: value })).toEqual({ kind: "proxy", proxy });
});

test("an environment with one proxy for everything hides all that was set before, for every release of Go", () => {
  const before = {
    ...{ HTTPS_PROXY: "http://upper.test", https_proxy: "http://lower.test", http_proxy: "http://lower.test" },
    ...{ NO_PROXY: "a.test", no_proxy: "*", PATH: "/bin" },
  };
  const env = withProxy(before, PROXY);

  const wanted = chooseRoute(new URL("https://b.test"), { HTTPS_PROXY: PROXY });
  for (const goVersion of ["1.27.0", "1.28.0"]) {
    for (const url of ["https://a.test", "http://a.test"]) {
      expect(chooseRoute(new URL(url), env, goVersion)).toEqual(wanted);
    }
    expect(chooseRoute(new URL("https://localhost"), env, goVersion).kind).toBe("direct");
  }
  expect(env["PATH"]).toBe("/bin");
});

test("says which kind of proxy it cannot use", () => {
  const route = chooseRoute(new URL("https://a.test"), { HTTPS_PROXY: "socks5h://proxy.test" });

  expect(route).toEqual({ kind: "unusable", raw: "proxy scheme socks5h is not supported" });
});

test("survives credentials that are not valid percent-encoding", () => {
  expect(basicAuthorization(new URL("https://a%zz:b@a.test"))).toBe(
    `Basic ${Buffer.from("a%zz:b").toString("base64")}`,
  );
});

/** Prints whether a Go program would use a proxy for the URL, with the variables it was started with. */
const ORACLE = `package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	request, _ := http.NewRequest("GET", os.Args[1], nil)
	proxy, _ := http.ProxyFromEnvironment(request)
	if proxy == nil {
		fmt.Print("direct")
	} else {
		fmt.Print("proxy")
	}
}
`;

const withoutGo = spawnSync("go", ["version"]).status !== 0;
if (withoutGo) console.warn("skipped: comparing routes with a Go program, since there is no go command");

test.skipIf(withoutGo)(
  "a Go program goes the same way with the same variables",
  async () => {
    const run = promisify(execFile);
    const folder = mkdtempSync(join(tmpdir(), "gangway-route-"));
    writeFileSync(join(folder, "route.go"), ORACLE);
    const quiet = { ...process.env, GOENV: "off", GOFLAGS: "", GOPROXY: "off", GOTOOLCHAIN: "local" };
    await run("go", ["build", "-o", join(folder, "route"), join(folder, "route.go")], { env: quiet, timeout: 50_000 });
    const cases: readonly {
      readonly url: string;
      readonly env: Readonly<Record<string, string>>;
      readonly kind: string;
    }[] = [
      ...SETTINGS.map(([, url, env, kind]) => ({ url, env: { ...env }, kind })),
      ...EXEMPTIONS.map(([noProxy, url, kind]) => ({ url, env: { HTTPS_PROXY: PROXY, NO_PROXY: noProxy }, kind })),
    ];

    const answers = await Promise.all(
      cases.map(async ({ url, env }) => (await run(join(folder, "route"), [url], { env, timeout: 5_000 })).stdout),
    );
    rmSync(folder, { recursive: true, force: true });

    // What we cannot use is a proxy for Go all the same.
    const ours = cases.map(
      ({ url, env, kind }) => `${url} ${JSON.stringify(env)} ${kind === "direct" ? kind : "proxy"}`,
    );
    expect(cases.map(({ url, env }, index) => `${url} ${JSON.stringify(env)} ${answers[index]}`)).toEqual(ours);
  },
  60_000,
);
