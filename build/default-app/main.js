// What Electron runs when no application is built in: starts the one whose folder the command line names, as
// Electron's own default_app does. It uses import(), because our main process is an ES module.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const args = process.argv.slice(1);
if (args.includes("--version") || args.includes("-v")) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}

const named = path.resolve(args.find((argument) => !argument.startsWith("-")) ?? ".");
Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
const manifestFile = path.join(named, "package.json");
let entry = named;
if (existsSync(manifestFile)) {
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
  entry = path.join(named, manifest.main ?? "index.js");
  app.setName(manifest.productName ?? manifest.name ?? "Electron");
  if (manifest.version) app.setVersion(manifest.version);
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(named);
} else {
  app.setAppPath(path.dirname(named));
}

try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  process.stderr.write(`${entry} could not be started: ${error?.stack ?? error}\n`);
  process.exit(1);
}
