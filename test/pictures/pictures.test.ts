// Makes the pictures of the README (`npm run pictures`) from the built page, and holds them to their size.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Look, PageStage, type ViewName } from "../e2e/support/page-stage.ts";
import type { StateName } from "../renderer/support/states.ts";
import { STORY } from "./story.ts";

const IMAGES = path.resolve(import.meta.dirname, "../../docs/images");

/** Most bytes of a picture, and of the moving one: a README is read over slow networks, too. */
const MOST_BYTES = 150_000;
const MOST_BYTES_MOVING = 600_000;

/** Colours of a picture: a window has few, and letters their shades. */
const COLOURS = 96;

const LIGHT: Look = { theme: "light", language: "en" };
const DARK: Look = { theme: "dark", language: "en" };

/** The pictures. A line is a picture. */
const PICTURES: readonly {
  readonly name: string;
  readonly view: ViewName;
  readonly state: StateName;
  readonly look: Look;
}[] = [
  { name: "status-light", view: "status", state: "normal", look: LIGHT },
  { name: "status-dark", view: "status", state: "degraded", look: DARK },
  { name: "history", view: "history", state: "normal", look: LIGHT },
  { name: "profiles", view: "profiles", state: "normal", look: LIGHT },
  { name: "doctor", view: "doctor", state: "normal", look: DARK },
  { name: "settings", view: "settings", state: "normal", look: LIGHT },
  { name: "zh-CN", view: "status", state: "normal", look: { theme: "light", language: "zh-CN" } },
];

let stage: PageStage;

beforeAll(async () => {
  stage = await PageStage.open();
  mkdirSync(IMAGES, { recursive: true });
});

afterAll(() => stage.close());

/** Writes a picture; how many bytes it has. */
function keep(file: string, bytes: Buffer): number {
  writeFileSync(path.join(IMAGES, file), bytes);
  return statSync(path.join(IMAGES, file)).size;
}

test.each(PICTURES)("takes the picture $name, of the view $view", async ({ name, view, state, look }) => {
  await stage.resize(1000, 680, 1.5);
  await stage.enter(state);
  await stage.dress(look);
  await stage.go(view, { unfold: false });
  const png = sharp(await stage.picture()).png({ palette: true, colours: COLOURS, effort: 10 });
  expect(keep(`${name}.png`, await png.toBuffer())).toBeLessThan(MOST_BYTES);
});

test("takes the pictures of a switch: switch.gif", async () => {
  await stage.resize(1000, 680);
  await stage.enter("normal");
  const frames: Buffer[] = [];
  for (const { snapshot } of STORY) {
    await stage.push(snapshot);
    await stage.go("status", { unfold: false });
    frames.push(await stage.picture());
  }
  const moving = sharp(frames, { join: { animated: true } });
  const gif = moving.gif({ delay: STORY.map(({ forMs }) => forMs), loop: 0, colours: COLOURS, effort: 10, dither: 0 });
  expect(keep("switch.gif", await gif.toBuffer())).toBeLessThan(MOST_BYTES_MOVING);
});
