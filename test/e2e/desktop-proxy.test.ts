// The desktop's proxy against Go's: Chromium is told of a proxy by a switch, as it would be by the desktop's settings, and
// Go's environment is not.
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { builtApp, type Executable, Gangway } from "./support/gangway.ts";
import { until } from "./support/until.ts";

let zoo: Zoo;
let desktop: Desktop;
let gangway: Gangway;
let browser: Browser | null = null;

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(gangway.output);
  await browser?.close();
  browser = null;
  await gangway.stop();
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

/** The name that the zoo's certificates are good for, with the port of the good one. */
function named(): string {
  return zoo.url("good").replace(/\/\/[^:/]+/, "//modules.test");
}

const IS_ROOT = process.getuid?.() === 0;
if (!IS_ROOT) console.warn("SKIPPED: a desktop's proxy that Go does not use; a hosts file of its own needs root");

/** The app where `modules.test` is this machine: Go asks no proxy for a loopback address, so the endpoint needs a name. */
function withHosts(): Executable {
  const file = path.join(desktop.folder, "hosts");
  writeFileSync(file, "127.0.0.1 localhost modules.test\n");
  const { command, args } = builtApp();
  const start = path.join(desktop.folder, "with-hosts");
  const inside = `mount --bind ${file} /etc/hosts && exec ${command} "$@"`;
  writeFileSync(start, `#!/bin/sh\nexec unshare -m sh -c '${inside}' sh "$@"\n`, { mode: 0o755 });
  return { command: start, args };
}

async function textUntil(app: Gangway, part: string): Promise<string> {
  const connected = await chromium.connectOverCDP(await app.debuggerAddress());
  browser = connected;
  const page = await until("the window's page", () => connected.contexts().flatMap((context) => context.pages())[0]);
  return until(
    `"${part}" in the window`,
    async () => {
      const text = await page.locator("body").innerText();
      return text.includes(part) ? text : null;
    },
    30_000,
  );
}

/** Starts the app with a switch of Chromium's. */
function open(executable: Executable, toggle: string, env: Readonly<Record<string, string>> = {}): Gangway {
  const profiles = [{ name: "home", title: "Home", goproxy: named() }];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles, executable, env });
  gangway.start("--remote-debugging-port=0", toggle);
  return gangway;
}

test.skipIf(!IS_ROOT)("says that Go would go directly where the desktop has a proxy, by a PAC script", async () => {
  const pac = createServer((_request, response) => {
    response.setHeader("content-type", "application/x-ns-proxy-autoconfig");
    response.end(
      'function FindProxyForURL(url, host) { return host == "modules.test" ? "PROXY 127.0.0.1:9; DIRECT" : "DIRECT"; }',
    );
  }).listen(0, "127.0.0.1");
  await once(pac, "listening");
  try {
    const { port } = pac.address() as AddressInfo;
    const app = open(withHosts(), `--proxy-pac-url=http://127.0.0.1:${port}/proxy.pac`);

    const text = await textUntil(app, "but Go would go directly");

    expect(text).toContain(`${named()} through the proxy http://127.0.0.1:9`);
    expect(text).toContain("set HTTPS_PROXY=http://127.0.0.1:9 in the environment");
    expect(text).toContain(`gangway probe --via-proxy http://127.0.0.1:9 ${named()}`);
  } finally {
    pac.close();
  }
});

test("says that Go uses another proxy than the desktop", async () => {
  // Nobody listens there: the name is never looked up, because it is the proxy's to resolve.
  const app = open(builtApp(), "--proxy-server=127.0.0.1:9", { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "" });

  const text = await textUntil(app, "but Go uses another one");

  expect(text).toContain(`${named()} through the proxy http://127.0.0.1:9`);
});
