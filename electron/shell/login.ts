// Start at login, in each operating system's way.
import { homedir } from "node:os";
import { app } from "electron";
import type { LoginState } from "../../shared/ipc/shell-calls.ts";
import { homeArguments, type Launch } from "./launch.ts";
import type { Log } from "./log.ts";
import { type EntryClues, readEntry, writeEntry } from "./login-entry.ts";

/** Whether Gangway starts when the user logs in. */
export class LoginStart {
  readonly #launch: Launch;
  readonly #log: Log;

  constructor(launch: Launch, log: Log) {
    this.#launch = launch;
    this.#log = log;
  }

  /** What will happen at the next login. */
  read(): LoginState {
    if (this.#launch.demo) return { supported: false, enabled: false, effective: "off", why: "demo" };
    try {
      return process.platform === "linux" ? readEntry(this.#clues()) : this.#readItem();
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Switches it on or off, and answers with what is then so. */
  set(on: boolean): LoginState {
    if (this.#launch.demo) return this.read();
    try {
      if (process.platform === "linux") writeEntry(this.#clues(), on);
      else app.setLoginItemSettings({ openAtLogin: on, enabled: on, ...this.#item() });
    } catch (error) {
      return this.#failed(error);
    }
    return this.read();
  }

  #failed(error: unknown): LoginState {
    this.#log.warn(`start at login: ${error instanceof Error ? error.message : String(error)}`);
    return { supported: false, enabled: false, effective: "off", why: "failed" };
  }

  #readItem(): LoginState {
    const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings(this.#item());
    const enabled = openAtLogin || status === "requires-approval";
    if (!enabled) return { supported: true, enabled, effective: "off" };
    // Windows: the Task Manager's switch lies beside the entry. macOS: a login item may wait for the user's approval.
    const works = process.platform === "win32" ? executableWillLaunchAtLogin : status !== "requires-approval";
    return works
      ? { supported: true, enabled, effective: "on" }
      : { supported: true, enabled, effective: "blocked", why: "system" };
  }

  /** macOS passes no arguments; there the app is told by `wasOpenedAtLogin`. */
  #item(): { readonly path?: string; readonly args?: string[] } {
    if (process.platform === "darwin") return {};
    const [path, ...args] = this.#command();
    return { path, args: [...args, "--hidden"] };
  }

  #clues(): EntryClues {
    return { env: process.env, user: homedir(), command: this.#command() };
  }

  /** What starts this Gangway again. An AppImage is mounted elsewhere each time; where it lies it says itself. */
  #command(): [string, ...string[]] {
    const program = process.env["APPIMAGE"] ?? process.execPath;
    const tree = app.isPackaged ? [] : [app.getAppPath()];
    return [program, ...tree, ...homeArguments(this.#launch, process)];
  }
}
