// The icons as they are drawn: every form there, told apart by shape alone, seen on light and dark panels.
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";

const TOP = path.resolve(import.meta.dirname, "../..");
const FOLDER = path.join(TOP, "electron/shell/icons/png");

const STATES = ["healthy", "degraded", "down", "offline", "paused", "measuring"] as const;
const SIZES = [16, 20, 22, 24, 32, 40, 44, 48] as const;
const TEMPLATE_SIZES = [16, 32, 48] as const;

/** Usual grounds of panels. */
const PANELS = { light: [0xf6, 0xf6, 0xf6], dark: [0x1e, 0x1e, 0x1e] } as const;

/** Of shapes (WCAG 2.2, 1.4.11). */
const LEAST_CONTRAST = 3;

/** Of 256 pixels so many must differ, or nobody tells them apart. */
const LEAST_PIXELS = 30;

async function pixels(file: string): Promise<readonly number[]> {
  const { data } = await sharp(path.join(FOLDER, file)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data];
}

test.each(STATES.flatMap((state) => SIZES.map((size) => [state, size] as const)))(
  "%s is drawn at %i px",
  async (state, size) => {
    const { width, height } = await sharp(path.join(FOLDER, `${state}-${size}.png`)).metadata();
    expect([width, height]).toEqual([size, size]);
  },
);

test.each(STATES.flatMap((state) => TEMPLATE_SIZES.map((size) => [state, size] as const)))(
  "%s has a template image of %i px, in black and clear alone",
  async (state, size) => {
    const data = await pixels(`${state}-template-${size}.png`);
    const inked = data.filter((_, n) => n % 4 === 3 && (data[n] ?? 0) > 0);
    expect(inked.length).toBeGreaterThan(size);
    const coloured = data.filter((value, n) => n % 4 !== 3 && value > 8 && (data[n - (n % 4) + 3] ?? 0) > 0);
    expect(coloured).toEqual([]);
  },
);

test("no two states have silhouettes alike at 16 px", async () => {
  const shapes = await Promise.all(
    STATES.map(async (state) => (await pixels(`${state}-template-16.png`)).filter((_, n) => n % 4 === 3)),
  );
  for (const [a, one] of shapes.entries()) {
    for (const [b, other] of shapes.entries()) {
      if (a >= b) continue;
      const differing = one.filter((alpha, n) => Math.abs(alpha - (other[n] ?? 0)) > 128).length;
      expect(differing, `${STATES[a]} and ${STATES[b]}`).toBeGreaterThanOrEqual(LEAST_PIXELS);
    }
  }
});

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour that most of an icon's solid pixels have. */
async function mainColour(state: string): Promise<readonly number[]> {
  const data = await pixels(`${state}-48.png`);
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] ?? 0) < 250) continue;
    const colour = data.slice(at, at + 3).join(" ");
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, x], [, y]) => y - x);
  return (most?.[0] ?? "").split(" ").map(Number);
}

test.each(STATES.flatMap((state) => (["light", "dark"] as const).map((panel) => [state, panel] as const)))(
  "%s is seen on a %s panel",
  async (state, panel) => {
    expect(contrast(await mainColour(state), PANELS[panel])).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  },
);

test("the app's ICO file holds an image for each size of Windows", () => {
  const ico = readFileSync(path.join(TOP, "build/icons/gangway.ico"));
  const count = ico.readUInt16LE(4);
  const sizes = Array.from({ length: count }, (_, n) => ico.readUInt8(6 + 16 * n) || 256);
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  for (let n = 0; n < count; n += 1) {
    const at = 6 + 16 * n;
    const image = ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8));
    expect(image.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(image.readUInt32BE(16)).toBe(sizes[n]);
  }
});
