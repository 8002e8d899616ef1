import { expect, test } from "vitest";
import type { Variable } from "../../shared/domain/goenv.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { diagnosticsText, type MachineFacts } from "../../shared/view/diagnostics-text.ts";
import { DEGRADED, HEALTHY } from "../renderer/support/snapshots.ts";

const MACHINE: MachineFacts = {
  versions: { Electron: "33.2.1", Chromium: "130.0.6723.59" },
  system: "linux 6.8.0 x64, XFCE, x11",
  home: "/home/jane",
  user: "jane",
};

function text(changes: Partial<Snapshot> = {}): string {
  return diagnosticsText({ ...HEALTHY, ...changes }, MACHINE);
}

function withEnv(variables: Readonly<Record<string, string>>): Partial<Snapshot> {
  const entries = Object.entries(variables).map(([name, value]): [string, Variable] => [
    name,
    { value, origin: "file" },
  ]);
  return { env: { ...HEALTHY.env, variables: Object.fromEntries(entries) } };
}

test("says what a bug report needs", () => {
  const said = diagnosticsText(DEGRADED, MACHINE);

  for (const part of ["Gangway 0.1.0", "Electron 33.2.1", "Chromium 130.0.6723.59", "linux 6.8.0 x64, XFCE, x11"]) {
    expect(said).toContain(part);
  }
  expect(said).toMatch(/^Network: \w+, \d+ % sure \([\w-]+/m);
  for (const { name, health } of DEGRADED.endpoints) expect(said).toContain(`${name} (proxy): ${health.kind}`);
  expect(said).toContain(`now: ${DEGRADED.decision.kind}`);
  expect(said).toMatch(/^Settings:\n {2}\{"auto":/m);
});

test("can be asked for before anything was measured", () => {
  expect(diagnosticsText(null, MACHINE)).toBe(
    "Gangway (no measurement yet)\nElectron 33.2.1\nChromium 130.0.6723.59\nSystem: linux 6.8.0 x64, XFCE, x11\n",
  );
});

test("names neither the user nor the home folder", () => {
  const env = { ...HEALTHY.env, file: "/home/jane/.config/go/env" };
  const notices: Snapshot["notices"] = [
    { code: "settings-corrupt", at: 0, values: { path: "/home/jane/x", aside: "/data/users/jane/y" } },
  ];
  const said = text({ env, notices });

  expect(said).toContain("~/.config/go/env");
  expect(said).toContain("/data/users/<user>/y");
  expect(said).not.toContain("jane");
});

test("shows no credentials, though somebody forgot to hide them", () => {
  const said = text(withEnv({ GOPROXY: "https://me:hunter2@proxy.example.com,direct" }));

  expect(said).toContain("https://***@proxy.example.com,direct");
  expect(said).not.toContain("hunter2");
});

test.each([
  ["git.acme.example/*", "https://git.acme.example/x"],
  ["*.acme.example", "https://acme.example"],
  ["*.acme.example", "https://a.b.ACME.example:8443/x"],
  ["acme.example", "http://proxy.acme.example"],
])("leaves out hosts under GOPRIVATE=%s, as %s", (list, url) => {
  const said = text(withEnv({ GOPROXY: `https://goproxy.cn,${url},direct`, GOPRIVATE: list }));

  expect(said).toContain("<private host>");
  expect(said.toLowerCase()).not.toContain("acme");
  expect(said).toContain("https://goproxy.cn");
  expect(said).toContain("GOPRIVATE: 1 patterns (left out)");
});

test("leaves out addresses, but not those of this machine", () => {
  const value = "http://10.1.2.3:8080,http://[fd00::1%25eth0]:80,http://127.0.0.1:3000,http://[::1]:3001";
  const said = text(withEnv({ GOPROXY: value }));

  expect(said).toContain("http://<address>:8080,http://<address>:80,http://127.0.0.1:3000,http://[::1]:3001");
});
