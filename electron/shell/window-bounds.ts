// Where the window was, across runs: a small file in the home.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A rectangle on the desktop, in density-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest size at which every view still works: a phone's width, and room for one view's head and body. */
export const LEAST = { width: 360, height: 480 };

/** The largest size in pixels: beyond it a window is a mistake. */
const MOST = 16_384;

/** So much of the window must lie on a screen for it to be found and moved. */
const REACHABLE = 80;

/** The bounds kept in the file; `null` when there are none, or none that make sense: then the window is placed anew. */
export function readBounds(file: string): Bounds | null {
  return toBounds(readKept(file));
}

/** Whether the user has closed the window before, in this run or another. */
export function wasClosed(file: string): boolean {
  const kept = readKept(file) as { readonly closed?: unknown } | null;
  return kept?.closed === true;
}

function readKept(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing || error instanceof SyntaxError) return null;
    throw error;
  }
}

// By hand: the schema library takes longer to load than the window to open.
function toBounds(read: unknown): Bounds | null {
  if (typeof read !== "object" || read === null) return null;
  const { x, y, width, height } = read as Bounds;
  if (![x, y, width, height].every(Number.isSafeInteger)) return null;
  return isLength(width, LEAST.width) && isLength(height, LEAST.height) ? { x, y, width, height } : null;
}

function isLength(value: number, least: number): boolean {
  return value >= least && value <= MOST;
}

/** Keeps the bounds, and that the user has closed the window, once that is so. */
export function writeBounds(file: string, bounds: Bounds, closed = false): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...bounds, ...(closed || wasClosed(file) ? { closed: true } : {}) }));
}

/** Whether enough of the window lies on one of the screens: a screen may have been unplugged since. */
export function isReachable(bounds: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((s) => {
    const width = Math.min(bounds.x + bounds.width, s.x + s.width) - Math.max(bounds.x, s.x);
    return width >= REACHABLE && bounds.y >= s.y && bounds.y + REACHABLE <= s.y + s.height;
  });
}
