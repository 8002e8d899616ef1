// Hot keys that work wherever the keyboard is. What was chosen is in the settings; here is what became of it.
import { globalShortcut } from "electron";
import { type HotKeyChoices, isAccelerator, OPEN_WINDOW, sameKeys } from "../../shared/domain/hot-keys.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { HotKey, HotKeyState, HotKeys } from "../../shared/ipc/shell-calls.ts";

/** What hears a key: the name of a profile, or `OPEN_WINDOW`. */
export type HotKeyPressed = (target: string) => void;

/** The keys, registered as the settings say. */
export class GlobalKeys implements Disposable {
  readonly #pressed: HotKeyPressed;
  /** What is registered, and what became of what was not, by target. */
  #states = new Map<string, HotKey>();
  #shown = "";
  /** What was chosen, as last followed: newer than the newest snapshot while that is on its way. */
  choices: HotKeyChoices = {};

  constructor(pressed: HotKeyPressed) {
    this.#pressed = pressed;
  }

  /** Registers what the snapshot's settings say, if that differs from what is registered. */
  follow({ profiles, settings }: Pick<Snapshot, "profiles" | "settings">): void {
    this.choices = settings.hotKeys;
    const targets = [OPEN_WINDOW, ...profiles.filter((p) => p.template !== true).map((p) => p.name)];
    const wanted = targets.map((target) => [target, settings.hotKeys[target] ?? null] as const);
    const shown = JSON.stringify(wanted);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#registerAll(wanted);
  }

  /** What became of each choice. Keys that another program had are tried once more: it may have ended. */
  read(): HotKeys {
    for (const [target, { accelerator, state }] of this.#states) {
      if (state === "taken" && accelerator !== null) this.#states.set(target, this.#register(target, accelerator));
    }
    const open = this.#states.get(OPEN_WINDOW) ?? { accelerator: null, state: "off" };
    const keys = [...this.#states].filter(([target]) => target !== OPEN_WINDOW);
    return { supported: isSupported(), keys: keys.map(([profile, key]) => ({ profile, ...key })), open };
  }

  [Symbol.dispose](): void {
    this.#unregisterAll();
  }

  #registerAll(wanted: readonly (readonly [string, string | null])[]): void {
    this.#unregisterAll();
    const seen = new Set<string>();
    for (const [target, accelerator] of wanted) {
      if (accelerator === null) {
        this.#states.set(target, { accelerator, state: "off" });
        continue;
      }
      const same = sameKeys(accelerator, process.platform === "darwin");
      const isSecond = seen.has(same);
      seen.add(same);
      this.#states.set(target, isSecond ? { accelerator, state: "duplicate" } : this.#register(target, accelerator));
    }
  }

  #register(target: string, accelerator: string): HotKey {
    return { accelerator, state: this.#attempt(target, accelerator) };
  }

  #attempt(target: string, accelerator: string): HotKeyState {
    if (!isAccelerator(accelerator)) return "invalid";
    if (!isSupported()) return "off";
    try {
      const isOurs = globalShortcut.register(accelerator, () => {
        this.#pressed(target);
      });
      return isOurs ? "on" : "taken";
    } catch {
      // Electron throws where it does not know the key.
      return "invalid";
    }
  }

  #unregisterAll(): void {
    for (const { accelerator, state } of this.#states.values()) {
      if (state === "on" && accelerator !== null) globalShortcut.unregister(accelerator);
    }
    this.#states = new Map();
  }
}

/** The settings' choices with one changed; an accelerator of `null` takes it out. */
export function withHotKey(choices: HotKeyChoices, target: string, accelerator: string | null): HotKeyChoices {
  const others = Object.entries(choices).filter(([name]) => name !== target);
  return Object.fromEntries(accelerator === null ? others : [...others, [target, accelerator]]);
}

/** On Wayland a program hears only the keys of its own windows. */
function isSupported(): boolean {
  return process.platform !== "linux" || process.env["XDG_SESSION_TYPE"] !== "wayland";
}
