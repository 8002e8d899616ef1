// The least that has a window and a tray icon in Electron: what the app is compared with.
/* global __dirname -- a CommonJS module, as Electron starts it */
const path = require("node:path");
const { app, BrowserWindow, nativeImage, Tray } = require("electron");

const ICON = path.join(__dirname, "../../../icons/24x24.png");

let tray;

app.whenReady().then(() => {
  tray = new Tray(nativeImage.createFromPath(ICON));
  tray.setToolTip("Bare window");
  const window = new BrowserWindow({ width: 960, height: 720, show: false });
  window.once("ready-to-show", () => window.show());
  window.loadFile(path.join(__dirname, "index.html"));
});
