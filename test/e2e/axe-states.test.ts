// Every view in every state, theme and language, as axe sees it in a real Chromium. States are lines of
// test/renderer/support/states.ts, views those of the window's store.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PageState, STATE_NAMES, STATES, type StateName } from "../renderer/support/states.ts";
import { axeFaults, sideways } from "./support/page-checks.ts";
import { LOOKS, type Look, PageStage, VIEWS } from "./support/page-stage.ts";

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
  await stage.resize(1000);
});

afterAll(() => stage.close());

/** The states that are shown in every theme and language; of the others, English is light and Chinese dark. */
const IN_EVERY_LOOK: readonly StateName[] = ["normal", "degraded"];

function looksOf(state: StateName): readonly Look[] {
  const { large }: PageState = STATES[state];
  if (large === true) return LOOKS.slice(0, 1);
  if (IN_EVERY_LOOK.includes(state)) return LOOKS;
  return LOOKS.filter(({ theme, language }) => (theme === "light") === (language === "en"));
}

test.each(STATE_NAMES)("%s: nothing is wrong in any view, theme and language", async (state) => {
  const found: string[] = [];
  await stage.enter(state);
  for (const view of VIEWS) {
    await stage.go(view);
    for (const look of looksOf(state)) {
      await stage.dress(look);
      const faults = [...(await axeFaults(stage.page)), ...(await sideways(stage.page)), ...stage.complaints];
      found.push(...faults.map((fault) => `${view}, ${look.theme}, ${look.language}: ${fault}`));
    }
  }
  expect(found).toEqual([]);
});
