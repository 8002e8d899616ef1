// Pictures of the page that are kept: small, and compared so that a letter's edge does not count but a changed word does.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pixelmatch from "pixelmatch";
import sharp from "sharp";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Where the kept pictures lie. */
export const BASELINES = path.join(ROOT, "test/e2e/baselines");

/** Where pictures that differ are left, with what differs. */
const FAILED = path.join(ROOT, "out/screenshots");

/** Pictures are kept and compared at half their size: each pixel is the mean of four, in which hinting is lost. */
const HALF = 0.5;

/** From which difference of colour on two pixels are different, 0 to 1. */
const COLOUR = 0.1;

/** The share of pixels that may differ. Letters drawn without any hinting, as some machines do, are 0.9 % of a page full of words. */
export const SHARE = 0.015;

/** Quality of the kept WebP, 0 to 100: a view full of words takes some 20 kB. */
const QUALITY = 60;

interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The picture as it is kept. */
export async function asKept(png: Buffer): Promise<Buffer> {
  const { width } = await sharp(png).metadata();
  const shrunk = sharp(png).resize({ width: Math.round(width * HALF), kernel: "linear" });
  return shrunk.webp({ quality: QUALITY, effort: 6 }).toBuffer();
}

async function pixelsOf(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How two kept pictures differ: the share of pixels, 1 when their sizes do, and a picture that shows which. */
export async function difference(kept: Buffer, actual: Buffer): Promise<{ share: number; diff: Buffer }> {
  const [before, after] = await Promise.all([pixelsOf(kept), pixelsOf(actual)]);
  if (before.width !== after.width || before.height !== after.height) return { share: 1, diff: actual };
  const { width, height } = before;
  const drawn = new Uint8Array(width * height * 4);
  const count = pixelmatch(before.data, after.data, drawn, width, height, { threshold: COLOUR });
  const diff = await sharp(drawn, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { share: count / (width * height), diff };
}

/** Keeps the picture as the baseline of that name. */
export async function renew(name: string, png: Buffer): Promise<void> {
  mkdirSync(BASELINES, { recursive: true });
  writeFileSync(path.join(BASELINES, `${name}.webp`), await asKept(png));
}

/** What is wrong with the picture; "" when it is the one that is kept. Leaves both pictures for eyes when it is not. */
export async function compare(name: string, png: Buffer): Promise<string> {
  const file = path.join(BASELINES, `${name}.webp`);
  if (!existsSync(file)) return `${name} is not kept yet: npm run screenshots`;
  const { share, diff } = await difference(readFileSync(file), await asKept(png));
  if (share <= SHARE) return "";
  mkdirSync(FAILED, { recursive: true });
  const [actualFile, diffFile] = ["actual", "diff"].map((what) => path.join(FAILED, `${name}.${what}.png`));
  writeFileSync(actualFile!, png);
  writeFileSync(diffFile!, diff);
  return `${name} differs in ${(100 * share).toFixed(1)} % of its pixels: see ${actualFile!} and ${diffFile!}`;
}
