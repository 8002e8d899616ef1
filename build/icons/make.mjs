// Draws the PNG icons and the ICO file from gangway.svg: `node build/icons/make.mjs`. Needs rsvg-convert (Debian: librsvg2-bin). The
// PNGs are kept in the repository, so that a build does not need it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, say } from "../process.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));

/** The sizes of the freedesktop icon theme. macOS icons are made by electron-builder from the largest. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** What Windows shows by place and scale; 256 is the most that an ICO file names. */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

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

if (process.exitCode === undefined) {
  const pngs = ICO_SIZES.map((size) => ({ size, png: readFileSync(path.join(FOLDER, `${size}x${size}.png`)) }));
  writeFileSync(path.join(FOLDER, "gangway.ico"), icoOf(pngs));
}

/** An ICO file of PNG images: a head of 6 bytes, 16 for each image, then the images. 256 is written as 0. */
function icoOf(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [n, { size, png }] of images.entries()) {
    const at = 6 + 16 * n;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}
