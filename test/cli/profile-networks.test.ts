import { expect, test } from "vitest";
import { createGangway, explainSkip, IS_ROOT } from "./gangway.ts";

test("--kind adds a kind of network, --kinds says all of them", async () => {
  const gangway = createGangway();
  const args = ["profile", "edit", "china", "--json"];
  expect((await gangway.run([...args, "--kind", "home"])).json()).toMatchObject({ kinds: ["campus", "home"] });
  expect((await gangway.run([...args, "--kind", "home", "corporate"])).json()).toMatchObject({
    kinds: ["campus", "home", "corporate"],
  });
  expect((await gangway.run([...args, "--kinds", "campus"])).json()).toMatchObject({ kinds: ["campus"] });
  expect((await gangway.run([...args, "--kind", "moon"])).code).toBe(2);
});

/** A network of one address that leads nowhere. Its link counts once the kernel says that it is up. */
const ATTACHED = [
  "ip link set lo up",
  "ip link add here0 type veth peer name here1",
  "ip addr add 192.0.2.2/24 dev here0",
  "ip link set here0 up",
  "ip link set here1 up",
  "until ip link show here0 | grep -q 'state UP'; do sleep 0.05; done",
].join(" && ");

test.skipIf(explainSkip(!IS_ROOT, "network namespaces need root"))(
  "--here adds the network of now once, and --no-here takes it away",
  async () => {
    const gangway = createGangway();
    const under = ["unshare", "-n", "sh", "-c", `${ATTACHED} && exec "$@"`, "sh"];
    const edit = async (...more: readonly string[]) => {
      const ran = await gangway.run(["profile", "edit", "corporate", ...more, "--json"], { under });
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      return ran.json() as { fingerprints: string[]; kinds: string[] };
    };
    const first = await edit("--kind", "corporate", "--here");
    expect(first).toMatchObject({ kinds: ["corporate"], fingerprints: [expect.stringMatching(/^[0-9a-f]{24}$/)] });
    expect((await edit("--here")).fingerprints).toEqual(first.fingerprints);
    expect((await edit("--title", "Mine")).fingerprints).toEqual(first.fingerprints);
    expect((await edit("--no-here")).fingerprints).toEqual([]);
  },
);

test.skipIf(explainSkip(!IS_ROOT, "network namespaces need root"))("without a network there is no here", async () => {
  const ran = await createGangway().run(["profile", "edit", "china", "--here"], { under: ["unshare", "-n"] });
  expect(ran).toMatchObject({ code: 2, stdout: "" });
  expect(ran.stderr).toContain("there is no network now");
});
