// A hand edit seen by a whole engine on real files: it is told, automatic switching keeps its hands off until it is
// released, and the login shell is asked in the background. Only the looks at the network are made up.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Composed, compose } from "../../../electron/engine/compose.ts";
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { good } from "../../support/samples.ts";

const GOOD = "https://127.0.0.1:2";
const DEAD = "https://127.0.0.1:1";

/** An engine on files of its own that switches by itself: the endpoint DEAD answers nothing, all others do. */
function composeOn(home: GoHome): Composed {
  const folder = join(home.folder, "gangway");
  mkdirSync(folder);
  const profileOf = (name: string, value: string) => ({ name, env: { GOPROXY: value }, kinds: [], fingerprints: [] });
  const profiles = [profileOf("dead", DEAD), profileOf("good", GOOD)];
  writeFileSync(
    join(folder, "settings.json"),
    JSON.stringify({ profiles, removedProfiles: BUILTIN_PROFILES.map(({ name }) => name) }),
  );
  const composed = compose({
    home: folder,
    env: { ...home.env, SHELL: "/bin/sh" },
    version: "0.0.0",
    auto: true,
    loginShell: true,
    network: { look: () => Promise.resolve({ fingerprint: "n", online: true }), watch: () => () => undefined },
    prober: {
      probe: ({ name }) => {
        const failure = name === DEAD ? ({ stage: "connect", kind: "refused", raw: "" } as const) : null;
        return Promise.resolve({ ...good(Date.now()), endpoint: name, failure });
      },
    },
  });
  onTestFinished(async () => {
    await composed.close();
    home.remove();
  });
  return composed;
}

async function until({ engine }: Composed, isSo: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  for (let look = 0; look < 300 && !isSo(engine.snapshot()); look += 1) await sleep(50);
  return engine.snapshot();
}

test("holds automatic switching until it is released", { timeout: 40_000 }, async () => {
  const home = createGoHome();
  writeFileSync(home.file, `GOPROXY=${GOOD}\n`);
  const composed = composeOn(home);
  await composed.engine.start();
  expect((await until(composed, ({ active, status }) => active === "good" && status === "healthy")).hold).toBeNull();
  home.go(["env", "-w", `GOPROXY=${DEAD}`]);
  const held = await until(composed, ({ hold, status }) => hold === "outside" && status === "down");
  expect([held.hold, held.active, held.notices.map(({ code }) => code)]).toEqual([
    "outside",
    "dead",
    ["changed-outside"],
  ]);
  expect(readFileSync(home.file, "utf8")).toBe(`GOPROXY=${DEAD}\n`);
  await composed.engine.call("hold:release");
  const free = await until(composed, ({ active }) => active === "good");
  expect([free.hold, free.active, readFileSync(home.file, "utf8")]).toEqual([null, "good", `GOPROXY=${GOOD}\n`]);
});

test("warns of what the login shell exports, and again after the settings change", { timeout: 40_000 }, async () => {
  const home = createGoHome();
  const profile = join(home.folder, ".profile");
  writeFileSync(profile, "export GOPROXY=off\n");
  const composed = composeOn(home);
  await composed.engine.start();
  const isWarned = ({ warnings }: Snapshot): boolean => warnings.some(({ code }) => code === "shadowed-by-shell");
  const { warnings, hold } = await until(composed, isWarned);
  expect([hold, warnings]).toEqual([
    null,
    [{ code: "shadowed-by-shell", name: "GOPROXY", value: "off", where: `${profile}:1` }],
  ]);
  writeFileSync(profile, "");
  await composed.engine.call("settings:save", { intervalSeconds: 60 });
  expect(isWarned(await until(composed, (snapshot) => !isWarned(snapshot)))).toBe(false);
});
