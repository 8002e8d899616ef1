// A desktop of a test's own: display, session bus, panel with a tray, and a home folder that none of them leaves.
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { PANEL_SETTINGS } from "../../../build/bench/panel.mjs";
import { Children } from "./children.ts";
import { until } from "./until.ts";

/** Xvfb, the bus and the panel are each up in well under a second. */
const START_MS = 15_000;

const WATCHER = "org.kde.StatusNotifierWatcher";

/** The desktop and what can be done with it. */
export interface Desktop {
  /** Folder that is HOME for everything on this desktop. */
  readonly folder: string;
  /** What a program needs to appear on this desktop, and no variable of the machine that could lead it elsewhere. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts the panel and waits until its tray is there. */
  startPanel(): Promise<void>;
  stopPanel(): Promise<void>;
  /** Runs busctl on the session bus; its answer from JSON. Throws when the call fails. */
  bus(...args: readonly string[]): unknown;
  /** Writes a picture of the screen, or of `area` (as WIDTHxHEIGHT+X+Y), to a PNG file. */
  screenshot(file: string, area?: string): void;
  /** The colours of an area of the screen, three bytes a pixel. */
  pixels(area: string): Buffer;
  /** Whether a window of the program is on the screen: asked of the display, not of the program. */
  shows(program: string): boolean;
  /** Presses keys, as `ctrl+w`, in the window of the program. */
  press(program: string, keys: string): Promise<void>;
  /** Moves the pointer and clicks: 1 is left, 3 is right. */
  click(x: number, y: number, button: 1 | 3): void;
  stop(): Promise<void>;
}

/** Starts a display and a bus; the panel too, unless `panel` is false. */
export async function startDesktop({ panel = true } = {}): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), "gangway-desktop-"));
  const children = new Children();
  try {
    const env = await startSession(folder, children);
    const desktop = new RunningDesktop(folder, env, children);
    if (panel) await desktop.startPanel();
    return desktop;
  } catch (error) {
    await children.endAll();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startSession(folder: string, children: Children): Promise<Readonly<Record<string, string>>> {
  const home = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, ".config"),
    XDG_CACHE_HOME: path.join(folder, ".cache"),
    XDG_DATA_HOME: path.join(folder, ".local/share"),
    XDG_RUNTIME_DIR: path.join(folder, "run"),
    XDG_CURRENT_DESKTOP: "XFCE",
    LANG: "C.UTF-8",
    NO_AT_BRIDGE: "1",
    GTK_A11Y: "none",
  };
  mkdirSync(home.XDG_RUNTIME_DIR);
  chmodSync(home.XDG_RUNTIME_DIR, 0o700);
  const settings = path.join(home.XDG_CONFIG_HOME, "xfce4/xfconf/xfce-perchannel-xml");
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, "xfce4-panel.xml"), PANEL_SETTINGS);
  const screen = ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"];
  const server = children.start("Xvfb", screen, { stdio: ["ignore", "ignore", "ignore", "pipe"], env: home });
  const display = { ...home, DISPLAY: `:${await firstLine(server.stdio[3] as Readable)}` };
  // What the bus starts by itself inherits the bus's environment, so that is complete before the bus is.
  const bus = children.start("dbus-daemon", ["--session", "--nofork", "--print-address=1"], {
    stdio: ["ignore", "pipe", "ignore"],
    env: display,
  });
  return { ...display, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus.stdout as Readable) };
}

async function firstLine(stream: Readable): Promise<string> {
  const [bytes] = (await once(stream, "data", { signal: AbortSignal.timeout(START_MS) })) as [Buffer];
  return bytes.toString().split("\n", 1)[0]?.trim() ?? "";
}

class RunningDesktop implements Desktop {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #children: Children;
  #panel: ChildProcess | null = null;

  constructor(folder: string, env: Readonly<Record<string, string>>, children: Children) {
    this.folder = folder;
    this.env = env;
    this.#children = children;
  }

  async startPanel(): Promise<void> {
    this.#panel = this.#children.start("xfce4-panel", ["--disable-wm-check"], { stdio: "ignore", env: this.env });
    await until("the panel's tray", () => this.bus("call", ...BUS, "NameHasOwner", "s", WATCHER), START_MS);
    await until(
      "the panel's tray says yes",
      () => hasOwner(this.bus("call", ...BUS, "NameHasOwner", "s", WATCHER)),
      START_MS,
    );
  }

  async stopPanel(): Promise<void> {
    if (this.#panel !== null) await this.#children.end(this.#panel);
    await until(
      "the panel's tray is gone",
      () => !hasOwner(this.bus("call", ...BUS, "NameHasOwner", "s", WATCHER)),
      START_MS,
    );
  }

  bus(...args: readonly string[]): unknown {
    const address = `--address=${this.env["DBUS_SESSION_BUS_ADDRESS"] ?? ""}`;
    const answer = this.#run("busctl", ["--user", address, "-j", ...args]).toString();
    return answer.trim() === "" ? null : JSON.parse(answer);
  }

  screenshot(file: string, area?: string): void {
    this.#run("import", ["-window", "root", ...(area === undefined ? [] : ["-crop", area, "+repage"]), file]);
  }

  pixels(area: string): Buffer {
    return this.#run("import", ["-window", "root", "-crop", area, "-depth", "8", "rgb:-"]);
  }

  shows(program: string): boolean {
    const found = this.#run("xdotool", ["search", "--onlyvisible", "--class", `^${program}$`], true);
    return found.toString().trim() !== "";
  }

  async press(program: string, keys: string): Promise<void> {
    // Without a window manager nobody else gives a window the keyboard. The keys go to whoever has it, not to that window:
    // a window that vanishes on a key would never get the release.
    const focus = ["search", "--onlyvisible", "--class", `^${program}$`, "windowfocus", "--sync"];
    // The server refuses the keyboard to a window that is only about to be shown.
    await until("the keyboard in the window", () => this.#run("xdotool", focus), START_MS);
    this.#run("xdotool", ["key", keys]);
  }

  click(x: number, y: number, button: 1 | 3): void {
    this.#run("xdotool", ["mousemove", String(x), String(y), "sleep", "0.1", "click", String(button)]);
  }

  async stop(): Promise<void> {
    await this.#children.endAll();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What a program prints; what it printed before it failed, when `mayFail`: xdotool fails when it finds nothing. */
  #run(command: string, args: readonly string[], mayFail = false): Buffer {
    const result = spawnSync(command, args, { env: this.env, timeout: START_MS, maxBuffer: 2 ** 26 });
    if (result.error !== undefined) throw result.error;
    if (result.status !== 0 && !mayFail) throw new Error(`${command} failed: ${result.stderr.toString()}`);
    return result.stdout;
  }
}

const BUS = ["org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"];

function hasOwner(answer: unknown): boolean {
  return (answer as { readonly data: readonly [boolean] }).data[0];
}
