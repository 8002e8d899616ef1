// Every view in every state, theme and language, as axe sees it in a real Chromium. States are lines of
// test/renderer/support/states.ts, views those of the window's store.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PageState, STATE_NAMES, STATES } from "../renderer/support/states.ts";
import { axeFaults, sideways } from "./support/page-checks.ts";
import { LOOKS, PageStage, VIEWS } from "./support/page-stage.ts";

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
  await stage.resize(1000);
});

afterAll(() => stage.close());

test.each(STATE_NAMES)("%s: nothing is wrong in any view, theme and language", async (state) => {
  const found: string[] = [];
  const { large }: PageState = STATES[state];
  await stage.enter(state);
  for (const view of VIEWS) {
    await stage.go(view);
    for (const look of large === true ? LOOKS.slice(0, 1) : LOOKS) {
      await stage.dress(look);
      const colours = look.theme === "dark";
      const faults = [
        ...(await axeFaults(stage.page, { colours })),
        ...(await sideways(stage.page)),
        ...stage.complaints,
      ];
      found.push(...faults.map((fault) => `${view}, ${look.theme}, ${look.language}: ${fault}`));
    }
  }
  expect(found).toEqual([]);
});
