// The one window: created when first wanted, hidden when closed, and given no power beyond its page.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, BrowserWindow, type Input, nativeTheme, screen, session, shell, type WebContents } from "electron";
import type { Log } from "./log.ts";
import { isOurPage, isSafeLink } from "./page-guard.ts";
import { isReachable, LEAST, readBounds, wasClosed, writeBounds } from "./window-bounds.ts";

/** What the window is made of. */
export interface WindowParts {
  /** Folder of the file that keeps the window's place. */
  readonly home: string;
  readonly log: Log;
  /** The window became visible, was turned to, or was closed by the user. */
  readonly changed: () => void;
  /** The user has closed it for the first time ever: whoever does not know trays thinks that Gangway is gone. */
  readonly closedFirst: () => void;
}

/** The first size: three columns of endpoints, and small enough for an old laptop. */
const FIRST_SIZE = { width: 1000, height: 720 };

const PRELOAD = path.join(import.meta.dirname, "../preload/preload.cjs");

/** Level of `console.error`, and of what nobody caught: https://www.electronjs.org/docs/latest/api/web-contents#event-console-message */
const CONSOLE_ERROR = 3;

/** Writing what the user selected, after a click; reading the clipboard stays denied like everything else. */
const ALLOWED = "clipboard-sanitized-write";

/** The address of the page: the development server's where electron-vite names one, else the built file. */
function pageAddress(): string {
  const served = app.isPackaged ? undefined : process.env["ELECTRON_RENDERER_URL"];
  return served ?? pathToFileURL(path.join(import.meta.dirname, "../renderer/index.html")).href;
}

/** The window, whether it is there or not. */
export class MainWindow implements Disposable {
  readonly #parts: WindowParts;
  readonly #boundsFile: string;
  #window: BrowserWindow | null = null;
  #leaving = false;
  /** The page it shows. */
  readonly page = pageAddress();
  /** Whether the user has closed it and not opened it since. */
  closed = false;

  constructor(parts: WindowParts) {
    this.#parts = parts;
    this.#boundsFile = path.join(parts.home, "window.json");
    denyPermissions(this.page);
    app.on("web-contents-created", (_event, contents) => {
      harden(contents, this.page);
    });
    app.on("before-quit", () => {
      this.#leaving = true;
    });
  }

  /** The contents of the window; `null` before it was first wanted. */
  get contents(): WebContents | null {
    return this.#window?.webContents ?? null;
  }

  /** The window that a dialog belongs to; `null` before it was first wanted. */
  get frame(): BrowserWindow | null {
    return this.#window;
  }

  /** The contents while somebody can see them. */
  get visibleContents(): WebContents | null {
    return this.#window?.isVisible() === true ? this.#window.webContents : null;
  }

  /** Brings the window to the front, and creates it if need be. */
  open(): void {
    this.closed = false;
    if (this.#window === null) {
      this.#window = this.#create();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
    this.#parts.changed();
  }

  [Symbol.dispose](): void {
    if (this.#window === null) return;
    this.#keepBounds(this.#window);
    this.#window.destroy();
    this.#window = null;
  }

  #create(): BrowserWindow {
    const kept = readBounds(this.#boundsFile);
    const screens = screen.getAllDisplays().map((d) => d.workArea);
    const place = kept !== null && isReachable(kept, screens) ? kept : FIRST_SIZE;
    const window = new BrowserWindow({
      ...place,
      minWidth: LEAST.width,
      minHeight: LEAST.height,
      title: "Gangway",
      show: false,
      autoHideMenuBar: true,
      // The page's own ground, so that opening does not flash.
      backgroundColor: nativeTheme.shouldUseDarkColors ? "#16181d" : "#ffffff",
      webPreferences: {
        preload: PRELOAD,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    this.#listen(window);
    window.loadURL(this.page).catch((error: unknown) => {
      this.#parts.log.error(`the window's page did not load: ${String(error)}`);
    });
    return window;
  }

  #listen(window: BrowserWindow): void {
    window.once("ready-to-show", () => {
      window.show();
      this.#parts.changed();
    });
    window.on("focus", () => {
      this.#parts.changed();
    });
    window.on("close", (event) => {
      if (this.#leaving) return;
      event.preventDefault();
      const isFirst = !this.#wasClosed();
      this.#keepBounds(window, true);
      window.hide();
      this.closed = true;
      this.#parts.changed();
      if (isFirst) this.#parts.closedFirst();
    });
    window.on("closed", () => {
      // Not asked for by `close`: the page closed itself.
      if (this.#window !== window) return;
      this.#window = null;
      this.closed = true;
      this.#parts.changed();
    });
    window.webContents.on("console-message", (_event, level, message) => {
      if (level >= CONSOLE_ERROR) this.#parts.log.warn(`the window: ${message}`);
    });
    window.webContents.on("before-input-event", (event, input) => {
      if (this.#obey(window, input)) event.preventDefault();
    });
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      this.#parts.log.error(`the window's process is gone: ${reason}`);
      if (this.#leaving) return;
      this.#window = null;
      window.destroy();
    });
  }

  /** The two keys that a desktop without our menu bar would not know. */
  #obey(window: BrowserWindow, input: Input): boolean {
    if (process.platform === "darwin" || input.type !== "keyDown" || !input.control || input.alt || input.shift)
      return false;
    const key = input.key.toLowerCase();
    if (key === "q") app.quit();
    else if (key === "w") window.close();
    return key === "q" || key === "w";
  }

  #wasClosed(): boolean {
    try {
      return wasClosed(this.#boundsFile);
    } catch {
      // Where nothing can be read nothing can be kept either, and it would be said at each close.
      return true;
    }
  }

  #keepBounds(window: BrowserWindow, closed = false): void {
    try {
      writeBounds(this.#boundsFile, window.getNormalBounds(), closed);
    } catch (error) {
      this.#parts.log.warn(`the window's place could not be kept: ${String(error)}`);
    }
  }
}

function denyPermissions(page: string): void {
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === ALLOWED && isOurPage(contents.getURL(), page));
  });
  session.defaultSession.setPermissionCheckHandler(
    (contents, permission) => permission === ALLOWED && contents !== null && isOurPage(contents.getURL(), page),
  );
}

/** No page but ours, no second window, no webview; https links go to the operating system's browser. */
function harden(contents: WebContents, page: string): void {
  const openOutside = (url: string): void => {
    if (isSafeLink(url)) void shell.openExternal(url);
  };
  contents.on("will-navigate", (event) => {
    // The development server reloads the page.
    if (isOurPage(event.url, page)) return;
    event.preventDefault();
    openOutside(event.url);
  });
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: "deny" };
  });
}
