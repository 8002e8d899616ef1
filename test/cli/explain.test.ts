import { expect, test } from "vitest";
import { openHistory } from "../../electron/engine/store/history.ts";
import { bad, good } from "../support/samples.ts";
import { createGangway } from "./gangway.ts";

test("explain gives the route, the checksums, what is verified, and warnings", async () => {
  const goEnvText = "GOPROXY=http://127.0.0.1:9|direct\nGOPRIVATE=*.corp.example\nGOINSECURE=*.corp.example\n";
  const gangway = createGangway({ profiles: [], goEnvText });
  const open = await gangway.run(["explain", "github.com/acme/tool@v1.2.3", "--json"]);
  expect(open.code).toBe(0);
  expect(open.json()).toMatchObject({
    module: "github.com/acme/tool",
    version: "v1.2.3",
    private: null,
    route: [
      { entry: "http://127.0.0.1:9", why: "first in GOPROXY" },
      { entry: "direct", why: "after any error of http://127.0.0.1:9, once it has come" },
    ],
    direct: { kind: "static", root: "github.com/acme/tool", vcs: "git", allowed: true },
    sumdb: { way: "proxies", cost: { modules: 10, cold: { lookups: 10, ms: null } } },
    cost: { success: null, because: "not measured yet" },
    warnings: [],
  });
  const shielded = await gangway.run(["explain", "git.corp.example/x", "--json"]);
  expect(shielded.json()).toMatchObject({
    private: { variable: "GOPRIVATE", pattern: "*.corp.example" },
    route: [{ entry: "direct" }],
    sumdb: { way: "none", cost: null },
    cost: null,
  });
});

test("people read it in their language", async () => {
  const gangway = createGangway({ profiles: [], goEnvText: "GOPROXY=direct\n" });
  const chinese = await gangway.run(["explain", "golang.org/x/text"], { env: { LANG: "zh_CN.UTF-8" } });
  expect(chinese.stdout).toContain("10 个模块的校验和：10 次查询");
  expect(chinese.stdout).toMatch(/路线\s+第 1 项 direct：GOPROXY 的第一项/);
  expect(chinese.stdout).toContain("https://golang.org/x/text?go-get=1");
});

test("compares chains side by side: chance, times and what falling back costs", async () => {
  const gangway = createGangway({ profiles: [], goEnvText: "GOPROXY=https://b.test\n" });
  const history = openHistory(gangway.home, { at: Date.now() });
  for (let n = 8; n > 0; n--) {
    const at = Date.now() - n * 2_000;
    history.addSample({ ...bad(at, "handshake", "silent", 6_000), endpoint: "https://a.test" }, "home");
    history.addSample({ ...good(at), endpoint: "https://b.test" }, "home");
  }
  history.close();
  const values = ["https://me:secret@a.test|https://b.test", "https://a.test,https://b.test", "https://c.test"];
  const args = ["explain", "github.com/acme/tool", ...values.flatMap((value) => ["--chain", value])];

  const ran = await gangway.run([...args, "--json"]);
  const { chains } = ran.json() as { readonly chains: readonly object[] };
  expect(ran.stdout).not.toContain("secret");
  expect(chains).toMatchObject([
    { value: "https://b.test", success: 1, p50Ms: 58, p95Ms: 58, fallbackMs: 0, servedBy: "https://b.test" },
    {
      value: "https://***@a.test|https://b.test",
      success: 1,
      p50Ms: 30_091,
      fallbackMs: 30_033,
      servedBy: "https://b.test",
    },
    { value: "https://a.test,https://b.test", success: 0, p50Ms: 10_011, fallbackMs: null, servedBy: null },
    { value: "https://c.test", success: null, p50Ms: null, fallbackMs: null, because: "not measured yet" },
  ]);
  const people = await gangway.run(args);
  expect(people.stdout).toMatch(
    /a\.test\|https:\/\/b\.test +100 % +30\.1 s +30\.1 s +30\.0 s +https:\/\/b\.test serves/,
  );
});

test("what is no module path is refused in Go's words", async () => {
  const ran = await createGangway({ profiles: [] }).run(["explain", "Foo.example/x", "--json"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("invalid char 'F' in first path element");
  expect(ran.json()).toMatchObject({ error: { code: "bad-module" } });
});
