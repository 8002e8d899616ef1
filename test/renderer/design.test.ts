// The colours are as legible as docs/design.md says, in both themes.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const TOP = path.resolve(import.meta.dirname, "../..");
const TOKENS = readFileSync(path.join(TOP, "renderer/tokens.css"), "utf8");
const DESIGN = readFileSync(path.join(TOP, "docs/design.md"), "utf8");

/** Least contrast by WCAG 2.2: of text (1.4.3), and of shapes and borders (1.4.11). */
const LEAST = { text: 4.5, shape: 3 };

type Pair = readonly [light: string, dark: string];

const COLOURS: ReadonlyMap<string, Pair> = new Map(
  [...TOKENS.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, [light, dark]] as const,
  ),
);

const ROWS = [...DESIGN.matchAll(/^\| ([\w-]+) \| ([\w-]+) \| ([\d.]+) \| ([\d.]+) \| (.+) \|$/gm)].map(
  ([, ground = "", role = "", light = "", dark = "", use = ""]) => ({ ground, role, light, dark, use }),
);

/** Relative luminance of an sRGB colour (WCAG 2.2, definitions). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function colourOf(role: string): Pair {
  const pair = COLOURS.get(role);
  if (pair === undefined) throw new Error(`tokens.css has no colour ${role}`);
  return pair;
}

test("finds the table", () => {
  expect(ROWS.length).toBeGreaterThan(15);
});

test.each(ROWS)("$role on $ground: $light and $dark", ({ ground, role, light, dark, use }) => {
  const least = /border|time/.test(use) ? LEAST.shape : LEAST.text;
  for (const [theme, said] of [light, dark].entries()) {
    const measured = contrast(colourOf(role)[theme] ?? "", colourOf(ground)[theme] ?? "");
    expect(measured.toFixed(1)).toBe(said);
    expect(measured).toBeGreaterThanOrEqual(least);
  }
});

test("every line of the chart can be seen on a card", () => {
  const least = Math.min(
    ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) =>
      [0, 1].map((theme) => contrast(colourOf(`series-${n}`)[theme] ?? "", colourOf("raised")[theme] ?? "")),
    ),
  );
  expect(least).toBeGreaterThanOrEqual(LEAST.shape);
  expect(DESIGN).toContain(`least contrast on a card ${least.toFixed(1)}`);
});
