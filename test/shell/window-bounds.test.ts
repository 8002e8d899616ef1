import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isReachable, readBounds, wasClosed, writeBounds } from "../../electron/shell/window-bounds.ts";
import { tempFolder } from "../support/temp-folder.ts";

const BOUNDS = { x: -20, y: 40, width: 800, height: 600 };

test("reads back what it wrote, into a folder that was not there", () => {
  const file = path.join(tempFolder(), "home", "window.json");

  writeBounds(file, BOUNDS);

  expect(readBounds(file)).toEqual(BOUNDS);
});

test.each([
  "",
  "{",
  "null",
  '{"x":1}',
  '{"x":0,"y":0,"width":10,"height":600}',
  '{"x":0.5,"y":0,"width":800,"height":600}',
])("places the window anew when the file holds %j", (text) => {
  const file = path.join(tempFolder(), "window.json");
  writeFileSync(file, text);

  expect(readBounds(file)).toBeNull();
});

test("remembers for ever that the window was closed once", () => {
  const file = path.join(tempFolder(), "window.json");
  expect(wasClosed(file)).toBe(false);
  writeBounds(file, BOUNDS);
  expect(wasClosed(file)).toBe(false);
  writeBounds(file, BOUNDS, true);
  writeBounds(file, { ...BOUNDS, x: 5 });

  expect(wasClosed(file)).toBe(true);
  expect(readBounds(file)).toEqual({ ...BOUNDS, x: 5 });
});

test("has no bounds before the first run", () => {
  expect(readBounds(path.join(tempFolder(), "window.json"))).toBeNull();
});

const SCREENS = [
  { x: 0, y: 0, width: 1920, height: 1080 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];

test.each([
  [{ ...BOUNDS, x: 0 }, true],
  [{ ...BOUNDS, x: 2_000 }, true],
  [{ ...BOUNDS, x: 3_130 }, false],
  [{ ...BOUNDS, x: -730 }, false],
  [{ ...BOUNDS, x: -710 }, true],
  [{ ...BOUNDS, y: 1_050 }, false],
  [{ ...BOUNDS, y: -1 }, false],
])("can be reached at %j: %s", (bounds, expected) => {
  expect(isReachable(bounds, SCREENS)).toBe(expected);
});
