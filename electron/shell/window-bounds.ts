// Where the window was, across runs: a small file in the home.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** A rectangle on the desktop, in density-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest size at which every view still works: a phone's width, and room for one view's head and body. */
export const LEAST = { width: 360, height: 480 };

const BOUNDS = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(LEAST.width).max(16_384),
  height: z.int().min(LEAST.height).max(16_384),
});

/** So much of the window must lie on a screen for it to be found and moved. */
const REACHABLE = 80;

/** The bounds kept in the file; `null` when there are none, or none that make sense: then the window is placed anew. */
export function readBounds(file: string): Bounds | null {
  try {
    return BOUNDS.safeParse(JSON.parse(readFileSync(file, "utf8"))).data ?? null;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps the bounds. */
export function writeBounds(file: string, bounds: Bounds): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(bounds));
}

/** Whether enough of the window lies on one of the screens: a screen may have been unplugged since. */
export function isReachable(bounds: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((s) => {
    const width = Math.min(bounds.x + bounds.width, s.x + s.width) - Math.max(bounds.x, s.x);
    return width >= REACHABLE && bounds.y >= s.y && bounds.y + REACHABLE <= s.y + s.height;
  });
}
