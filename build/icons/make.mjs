// Draws the PNG icons from gangway.svg: `node build/icons/make.mjs`. Needs rsvg-convert (Debian: librsvg2-bin). The
// PNGs are kept in the repository, so that a build does not need it.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, say } from "../process.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));

/** The sizes of the freedesktop icon theme. Windows and macOS icons are made by electron-builder from the largest. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

for (const size of SIZES) {
  const target = path.join(FOLDER, `${size}x${size}.png`);
  const args = ["-w", String(size), "-h", String(size), "-o", target, path.join(FOLDER, "gangway.svg")];
  const { code, stderr } = await run("rsvg-convert", args, { output: "capture" });
  if (code !== 0) {
    say(`rsvg-convert could not draw ${size} px: ${stderr.trim()}`);
    process.exitCode = 1;
    break;
  }
}
