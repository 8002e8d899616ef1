// The contents page of the app: creates every part and says which hears which.
import { nativeTheme } from "electron";
import { OPEN_WINDOW } from "../../shared/domain/hot-keys.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { HotKeys } from "../../shared/ipc/shell-calls.ts";
import { createTranslate, type Translate } from "../../shared/view/translate.ts";
import { type TrayAction, trayModel } from "../../shared/view/tray-model.ts";
import { copy } from "./copy.ts";
import { DesktopRoutes } from "./desktop-routes.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { EngineHost, type EngineListener } from "./engine-host.ts";
import { GlobalKeys, withHotKey } from "./hot-keys.ts";
import { answerCalls, push, type RunCall } from "./ipc.ts";
import { chooseLanguage } from "./language.ts";
import type { Launch } from "./launch.ts";
import type { Log } from "./log.ts";
import { LoginStart } from "./login.ts";
import { Notifier } from "./notify.ts";
import { createShellCalls, isShellCall, type ShellHandlers } from "./shell-calls.ts";
import { watchSystem } from "./system.ts";
import { StatusTray } from "./tray.ts";
import { watchTrayHost } from "./tray-host.ts";
import { MainWindow } from "./window.ts";
import { WindowFeed } from "./window-feed.ts";

/** The composed app. */
export interface Shell extends AsyncDisposable {
  /** Brings the window to the front. */
  openWindow(): void;
}

/** What the app is composed from. */
export interface ShellParts {
  readonly launch: Launch;
  readonly log: Log;
  readonly quit: () => void;
}

/** Creates and connects every part. Disposing the result stops them in the opposite order. */
export async function composeShell(parts: ShellParts): Promise<Shell> {
  const app = new ComposedShell(parts);
  await app.start();
  return app;
}

class ComposedShell implements Shell {
  readonly #parts: ShellParts;
  readonly #engine: EngineHost;
  readonly #routes: DesktopRoutes;
  readonly #tray: StatusTray;
  readonly #window: MainWindow;
  readonly #feed: WindowFeed;
  readonly #notifier: Notifier;
  readonly #keys: GlobalKeys;
  readonly #calls: ShellHandlers;
  readonly #stops: (() => void)[] = [];
  #lastKey: Promise<unknown> = Promise.resolve();
  #trayReady = false;
  #translate: Translate = createTranslate(chooseLanguage(undefined));
  #language = chooseLanguage(undefined);

  constructor(parts: ShellParts) {
    const { launch, log } = parts;
    this.#parts = parts;
    this.#engine = new EngineHost({ launch, log, listener: this.#engineListener() });
    this.#routes = new DesktopRoutes({
      tell: (routes) => {
        this.#engine.tell({ type: "desktop-routes", routes });
      },
      warn: (text) => {
        log.warn(text);
      },
    });
    this.#tray = new StatusTray({
      chosen: (action) => {
        void this.#act(action);
      },
      clicked: () => {
        this.openWindow();
      },
    });
    this.#window = new MainWindow({
      home: launch.home,
      log,
      changed: () => {
        this.#windowChanged();
      },
    });
    this.#feed = new WindowFeed((snapshot) => {
      const contents = this.#window.visibleContents;
      if (contents !== null) push(contents, "snapshot", snapshot);
    });
    this.#notifier = new Notifier({
      translate: () => this.#translate,
      snapshot: () => this.#engine.snapshot,
      open: () => {
        this.openWindow();
      },
      undo: () => {
        void this.#act({ call: "switch:undo", args: [] });
      },
    });
    this.#keys = new GlobalKeys((target) => {
      this.#pressed(target);
    });
    this.#calls = createShellCalls({
      login: new LoginStart(launch, log),
      hotKeys: () => this.#keys.read(),
      setHotKey: (target, accelerator) => this.#setHotKey(target, accelerator),
      diagnostics: () => diagnosticsOf(this.#engine.snapshot),
      window: () => this.#window.frame,
    });
  }

  #engineListener(): EngineListener {
    return {
      snapshot: (snapshot) => {
        this.#receive(snapshot);
      },
      announcement: (announcement) => {
        this.#notifier.announce(announcement);
      },
      changed: () => {
        this.#engineChanged();
      },
    };
  }

  async start(): Promise<void> {
    this.#stops.push(
      answerCalls({
        page: this.#window.page,
        contents: () => this.#window.contents,
        run: (name, ...args) => this.#answer(name, ...args),
        log: this.#parts.log,
      }),
    );
    this.#engine.start();
    this.#stops.push(
      watchSystem((news) => {
        this.#engine.tell(news);
      }),
    );
    if (!this.#parts.launch.hidden) this.openWindow();
    const appeared = (): void => {
      this.#tray.recreate();
    };
    // Watched before the icon is made, so that a tray host that comes up in between is not missed.
    this.#stops.push(await watchTrayHost(appeared));
    this.#trayReady = true;
    this.#showTray();
  }

  openWindow(): void {
    this.#window.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) stop();
    this.#routes[Symbol.dispose]();
    this.#keys[Symbol.dispose]();
    this.#tray[Symbol.dispose]();
    this.#notifier[Symbol.dispose]();
    this.#feed[Symbol.dispose]();
    this.#window[Symbol.dispose]();
    await this.#engine[Symbol.asyncDispose]();
  }

  #receive(snapshot: Snapshot): void {
    this.#routes.seen(snapshot);
    const language = chooseLanguage(snapshot.settings.language);
    if (language !== this.#language) this.#translate = createTranslate(language);
    this.#language = language;
    if (nativeTheme.themeSource !== snapshot.settings.theme) nativeTheme.themeSource = snapshot.settings.theme;
    this.#keys.follow(snapshot);
    this.#feed.offer(snapshot);
    this.#showTray();
  }

  #engineChanged(): void {
    const { running, restarts } = this.#engine;
    if (!running) this.#routes.again();
    // Once a run: a process that cannot live would say it for ever. The tray says how often.
    if (running && restarts === 1) this.#notifier.restarted();
    this.#showTray();
  }

  /** Somebody looks at the window again, or no longer. */
  #windowChanged(): void {
    if (this.#engine.snapshot !== null) this.#feed.opened(this.#engine.snapshot);
    this.#showTray();
  }

  #showTray(): void {
    if (!this.#trayReady) return;
    const { snapshot, running, restarts } = this.#engine;
    const facts = { snapshot, running, restarts, windowClosed: this.#window.closed };
    this.#tray.show(trayModel(facts, this.#translate));
  }

  /** Answers a call of the window: by itself, or by the engine. */
  #answer: RunCall = async (name, ...args) => {
    if (!isShellCall(name)) return (await this.#engine.call(name, ...(args as never))) as never;
    const handler = this.#calls[name] as (...given: readonly unknown[]) => unknown;
    return (await handler(...args)) as never;
  };

  /** One after the other: each starts from what the one before has saved. */
  #setHotKey(target: string, accelerator: string | null): Promise<HotKeys> {
    const change = this.#lastKey.then(() => this.#setHotKeyNow(target, accelerator));
    this.#lastKey = change.catch(() => undefined);
    return change;
  }

  async #setHotKeyNow(target: string, accelerator: string | null): Promise<HotKeys> {
    const { snapshot } = this.#engine;
    if (snapshot === null) throw new Error("the measuring process is being started");
    const hotKeys = withHotKey(this.#keys.choices, target, accelerator);
    await this.#engine.call("settings:save", { hotKeys });
    // Not waiting for the next snapshot: the answer says what became of this key.
    this.#keys.follow({ ...snapshot, settings: { ...snapshot.settings, hotKeys } });
    return this.#keys.read();
  }

  #pressed(target: string): void {
    if (target === OPEN_WINDOW) this.openWindow();
    else void this.#switchByKey(target);
  }

  async #switchByKey(profile: string): Promise<void> {
    try {
      this.#notifier.pressed(profile, await this.#engine.call("profile:choose", profile));
    } catch (error) {
      this.#notifier.failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** Does what a menu item says. Runs here and in the engine, so it needs no window. */
  async #act(action: TrayAction): Promise<void> {
    if ("shell" in action) {
      if (action.shell === "open") this.openWindow();
      else if ("what" in action) await copy(action.what, this.#engine.snapshot);
      else this.#parts.quit();
      return;
    }
    try {
      await this.#run(action);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.log.warn(`the tray's ${action.call} failed: ${message}`);
      this.#notifier.failed(message);
    }
    this.#tray.redrawMenu();
  }

  async #run(action: Exclude<TrayAction, { readonly shell: unknown }>): Promise<void> {
    if (action.call === "profile:choose" || action.call === "switch:undo") {
      this.#notifier.outcome(await this.#engine.call(action.call, ...action.args));
    } else await this.#engine.call(action.call, ...action.args);
  }
}
