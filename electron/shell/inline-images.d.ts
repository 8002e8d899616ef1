// The part of Vite that the icons use: files taken into the bundle as data URLs, so that they are found from the built
// tree and inside the packaged archive alike.
interface ImportMeta {
  glob(
    pattern: "./icons/png/*.png",
    options: { readonly eager: true; readonly query: "?inline"; readonly import: "default" },
  ): Readonly<Record<string, string>>;
}
