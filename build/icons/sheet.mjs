// Draws every state of the tray icon on light and dark panels, at 16 pixels and enlarged, for eyes to judge:
// `node build/icons/sheet.mjs` writes docs/images/icons.png.
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ICONS = path.join(ROOT, "electron/shell/icons/png");

const STATES = ["healthy", "degraded", "down", "offline", "paused", "measuring"];
const PANELS = ["#f6f6f6", "#1e1e1e"];
const CELL = 96;

const layers = [];
for (const [row, panel] of PANELS.entries()) {
  const width = CELL * STATES.length;
  const ground = { create: { width, height: CELL, channels: 4, background: panel } };
  layers.push({ input: await sharp(ground).png().toBuffer(), left: 0, top: row * CELL });
  for (const [column, state] of STATES.entries()) {
    const png = readFileSync(path.join(ICONS, `${state}-16.png`));
    const large = await sharp(png).resize(64, 64, { kernel: "nearest" }).png().toBuffer();
    layers.push({ input: png, left: column * CELL + 4, top: row * CELL + 4 });
    layers.push({ input: large, left: column * CELL + 26, top: row * CELL + 26 });
  }
}
const size = { width: CELL * STATES.length, height: CELL * PANELS.length };
await sharp({ create: { ...size, channels: 4, background: "#808080" } })
  .composite(layers)
  .png({ palette: true })
  .toFile(path.join(ROOT, "docs/images/icons.png"));
