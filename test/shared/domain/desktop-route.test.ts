import { expect, test } from "vitest";
import {
  type RouteTaken,
  readDesktopAnswer,
  routeWarnings,
  trialCommand,
} from "../../../shared/domain/desktop-route.ts";

test.each<[string, RouteTaken]>([
  ["DIRECT", { kind: "direct" }],
  ["PROXY proxy.test:3128", { kind: "proxy", url: "http://proxy.test:3128" }],
  ["PROXY Proxy.Test:3128;DIRECT", { kind: "proxy", url: "http://proxy.test:3128" }],
  [" HTTPS proxy.test:443 ; PROXY other.test:80", { kind: "proxy", url: "https://proxy.test:443" }],
  ["SOCKS5 [::1]:1080", { kind: "proxy", url: "socks5://[::1]:1080" }],
  ["SOCKS proxy.test:1080", { kind: "unusable", raw: "SOCKS proxy.test:1080" }],
  ["QUIC proxy.test:443", { kind: "unusable", raw: "QUIC proxy.test:443" }],
  ["", { kind: "unusable", raw: "" }],
  ["PROXY", { kind: "unusable", raw: "PROXY" }],
  ["PROXY me:secret@proxy.test:1", { kind: "unusable", raw: "PROXY ***@proxy.test:1" }],
  [`PROXY ${"\u001bé".repeat(99)}`, { kind: "unusable", raw: `PROXY ${"?".repeat(1)}` }],
])("reads %j", (answer, route) => {
  expect(readDesktopAnswer(answer)).toEqual(route);
});

const DIRECT: RouteTaken = { kind: "direct" };
const PROXY: RouteTaken = { kind: "proxy", url: "http://proxy.test:3128" };
const OTHER: RouteTaken = { kind: "proxy", url: "http://other.test:3128" };

function warned(endpoint: string, desktop: RouteTaken, go: RouteTaken): readonly string[] {
  return routeWarnings([{ endpoint, desktop, go }]).map(({ code, name, value }) => [code, name, value].join(" "));
}

test("warns where the desktop has a proxy that Go does not use, and names the variable", () => {
  expect(warned("https://a.test", PROXY, DIRECT)).toEqual(["desktop-proxy-unused HTTPS_PROXY http://proxy.test:3128"]);
  expect(warned("http://a.test/x", PROXY, DIRECT)).toEqual(["desktop-proxy-unused HTTP_PROXY http://proxy.test:3128"]);
  expect(warned("https://a.test", PROXY, OTHER)).toEqual(["desktop-proxy-differs HTTPS_PROXY http://proxy.test:3128"]);
  expect(warned("https://a.test", { kind: "unusable", raw: "SOCKS s.test:1" }, DIRECT)).toEqual([
    "desktop-proxy-unusable HTTPS_PROXY SOCKS s.test:1",
  ]);
});

test("keeps quiet where there is nothing to mend", () => {
  expect(warned("https://a.test", PROXY, PROXY)).toEqual([]);
  expect(warned("https://a.test", DIRECT, DIRECT)).toEqual([]);
  expect(warned("https://a.test", DIRECT, PROXY)).toEqual([]);
  // Go never asks a proxy for these.
  for (const host of ["localhost", "localhost:8080", "127.0.0.1:9", "127.9.8.7", "[::1]:443"]) {
    expect(warned(`https://${host}/x`, PROXY, DIRECT)).toEqual([]);
  }
});

test("says the same thing once", () => {
  const pairs = ["https://a.test", "https://b.test", "http://c.test"].map((endpoint) => {
    return { endpoint, desktop: PROXY, go: DIRECT };
  });

  expect(routeWarnings(pairs).map(({ name, endpoint }) => `${name} ${endpoint}`)).toEqual([
    "HTTPS_PROXY https://a.test",
    "HTTP_PROXY http://c.test",
  ]);
});

test("names the command that tries the desktop's proxy, for HTTP proxies alone", () => {
  const tried = (desktop: RouteTaken, go: RouteTaken, endpoint = "https://a.test/x") =>
    routeWarnings([{ endpoint, desktop, go }]).map(trialCommand);

  const command = "gangway probe --via-proxy http://proxy.test:3128 https://a.test/x";
  expect(tried(PROXY, DIRECT)).toEqual([command]);
  expect(tried(PROXY, OTHER)).toEqual([command]);
  expect(tried({ kind: "proxy", url: "https://[::1]:3128" }, DIRECT, "https://a.test/$(x)'y")).toEqual([
    String.raw`gangway probe --via-proxy 'https://[::1]:3128' 'https://a.test/$(x)'\''y'`,
  ]);
  expect(tried({ kind: "proxy", url: "socks5://proxy.test:1080" }, DIRECT)).toEqual([null]);
  expect(tried({ kind: "unusable", raw: "SOCKS s.test:1" }, DIRECT)).toEqual([null]);
  expect(trialCommand({ code: "shadowed-by-os", name: "GOPROXY", value: "https://a.test" })).toBeNull();
});
