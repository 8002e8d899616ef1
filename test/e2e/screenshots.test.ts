// What the window looks like, against pictures that are kept. `npm run screenshots` renews them: look at each that changed.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StateName } from "../renderer/support/states.ts";
import { LOOKS, PageStage, VIEWS, type ViewName } from "./support/page-stage.ts";
import { asKept, BASELINES, compare, difference, renew, SHARE } from "./support/picture.ts";

const IS_RENEWING = process.env["GANGWAY_RENEW_SCREENSHOTS"] === "1";

/** Most bytes of a kept picture. */
const MOST_BYTES = 25_000;

/** A view in a state, taken in every theme and language. */
interface Scene {
  readonly view: ViewName;
  readonly state: StateName;
}

/** Every view when all is well, and the states that look otherwise. A line is a scene. */
const SCENES: readonly Scene[] = [
  ...VIEWS.map((view) => ({ view, state: "normal" }) as const),
  { view: "status", state: "degraded" },
  { view: "status", state: "measuring" },
  { view: "status", state: "first run" },
  { view: "history", state: "empty history" },
];

const NAMES = SCENES.flatMap((scene) => LOOKS.map((look) => nameOf(scene, look)));

function nameOf({ view, state }: Scene, { theme, language }: (typeof LOOKS)[number]): string {
  return [view, state, theme, language].join("-").replaceAll(" ", "-");
}

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
  await stage.resize(1000, 800);
});

afterAll(() => stage.close());

async function enter(state: StateName): Promise<void> {
  await stage.enter(state);
  await stage.typeset();
}

test.each(SCENES)("$view, $state looks as it did, in every theme and language", async (scene) => {
  const found: string[] = [];
  await enter(scene.state);
  await stage.go(scene.view);
  for (const look of LOOKS) {
    await stage.dress(look);
    const picture = await stage.picture();
    if (IS_RENEWING) await renew(nameOf(scene, look), picture);
    else found.push(await compare(nameOf(scene, look), picture));
  }
  expect(found.filter((fault) => fault !== "")).toEqual([]);
});

test("keeps a small picture of each scene, and no other", () => {
  const kept = readdirSync(BASELINES);
  expect(kept.sort()).toEqual(NAMES.map((name) => `${name}.webp`).sort());
  expect(kept.filter((file) => statSync(path.join(BASELINES, file)).size > MOST_BYTES)).toEqual([]);
});

test("tells another state from what was there", async () => {
  await enter("normal");
  const before = await asKept(await stage.picture());
  const share = async (): Promise<number> => (await difference(before, await asKept(await stage.picture()))).share;
  expect(await share()).toBe(0);
  const shares = new Map<string, number>();
  for (const state of ["custom values", "degraded", "first run", "measuring"] as const) {
    await enter(state);
    shares.set(state, await share());
  }
  expect([...shares].filter(([, part]) => part <= SHARE)).toEqual([]);
});
