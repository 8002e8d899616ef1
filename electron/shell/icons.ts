// The tray's images, one for each status, told apart by shape as well as colour. Their sources are in `icons/`.
import { type NativeImage, nativeImage } from "electron";
import type { Status } from "../../shared/domain/snapshot.ts";

const IMAGES = import.meta.glob("./icons/png/*.png", { eager: true, query: "?inline", import: "default" });

/** Pixel sizes of the image by scale factor: what each desktop draws in its tray at that scale. */
const SIZES: Readonly<Partial<Record<NodeJS.Platform, readonly { scale: number; size: number }[]>>> = {
  win32: [
    { scale: 1, size: 16 },
    { scale: 1.25, size: 20 },
    { scale: 1.5, size: 24 },
    { scale: 2, size: 32 },
    { scale: 2.5, size: 40 },
    { scale: 3, size: 48 },
  ],
  darwin: [
    { scale: 1, size: 16 },
    { scale: 2, size: 32 },
    { scale: 3, size: 48 },
  ],
};

const LINUX_SIZES = [
  { scale: 1, size: 22 },
  { scale: 2, size: 44 },
];

/** The image for a status; on macOS a template image, which the menu bar colours itself. */
export function statusIcon(status: Status, platform: NodeJS.Platform = process.platform): NativeImage {
  const isTemplate = platform === "darwin";
  const image = nativeImage.createEmpty();
  for (const { scale, size } of SIZES[platform] ?? LINUX_SIZES) {
    const name = `./icons/png/${status}-${isTemplate ? "template-" : ""}${String(size)}.png`;
    const dataURL = IMAGES[name];
    if (dataURL === undefined) throw new Error(`the bundle lacks ${name}`);
    image.addRepresentation({ scaleFactor: scale, width: size, height: size, dataURL });
  }
  image.setTemplateImage(isTemplate);
  return image;
}
