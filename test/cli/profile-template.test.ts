import { expect, test } from "vitest";
import { TEMPLATE_HOST } from "../../shared/domain/profile.ts";
import { createGangway } from "./gangway.ts";

test.each([[["use", "corporate"]], [["use", "corporate", "--dry-run"]]])(
  "%j is refused while the placeholder stands, and told how to fill it in",
  async (args) => {
    const gangway = createGangway({ goEnvText: "GOPROXY=direct\n" });
    const said = await gangway.run(args);
    const ran = await gangway.run([...args, "--json"]);
    expect([said.code, ran.code]).toEqual([3, 3]);
    expect(said.stderr).toContain("gangway profile edit corporate GOPROXY=https://");
    expect(ran.json()).toMatchObject({ outcome: "refused", reason: "template", changes: [] });
    expect(gangway.goEnvText()).toBe("GOPROXY=direct\n");
  },
);

test("a template that was filled in is a profile like any other", async () => {
  const gangway = createGangway({ goEnvText: "GOPROXY=direct\n" });
  const shown = await gangway.run(["profile", "show", "corporate"]);
  expect(shown.stdout).toContain("a template");
  expect(shown.stdout).toContain(TEMPLATE_HOST);
  const edited = await gangway.run(["profile", "edit", "corporate", "GOPROXY=https://127.0.0.1:1/go", "--json"]);
  expect(edited.json()).toMatchObject({ kinds: ["corporate"], env: { GOPROXY: "https://127.0.0.1:1/go" } });
  expect((await gangway.run(["use", "corporate"])).code).toBe(0);
  expect(gangway.goEnvText()).toBe("GOPROXY=https://127.0.0.1:1/go\n");
});
