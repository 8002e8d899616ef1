// The smallest program that shows a page in Electron: an empty window that the test takes over.
const { app, BrowserWindow } = require("electron");

app.commandLine.appendSwitch("disable-gpu");
app.whenReady().then(() => new BrowserWindow({ width: 1000, height: 720 }).loadURL("about:blank"));
