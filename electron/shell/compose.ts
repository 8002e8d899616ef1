// The contents page of the app: creates every part and says which hears which.
import { app, nativeTheme } from "electron";
import { OPEN_WINDOW } from "../../shared/domain/hot-keys.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { HotKeys } from "../../shared/ipc/shell-calls.ts";
import { createTranslate, type Translate } from "../../shared/view/translate.ts";
import { type TrayAction, trayModel } from "../../shared/view/tray-model.ts";
import { parseCall } from "./call-guard.ts";
import { copy } from "./copy.ts";
import { DesktopRoutes } from "./desktop-routes.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import type { EngineHost, EngineListener } from "./engine-host.ts";
import { GlobalKeys, withHotKey } from "./hot-keys.ts";
import { type Answering, push, type RunCall } from "./ipc.ts";
import { SnapshotKeeper } from "./kept-snapshot.ts";
import { chooseLanguage } from "./language.ts";
import type { LaterLog } from "./later-log.ts";
import type { Launch } from "./launch.ts";
import { createLog } from "./log.ts";
import { LoginStart } from "./login.ts";
import { Notifier } from "./notify.ts";
import { createShellCalls, isShellCall, type ShellHandlers } from "./shell-calls.ts";
import { disposeOnQuit } from "./shutdown.ts";
import { watchSystem } from "./system.ts";
import { StatusTray } from "./tray.ts";
import { watchTrayHost } from "./tray-host.ts";
import type { MainWindow } from "./window.ts";
import { WindowFeed } from "./window-feed.ts";

/** The composed app. */
export interface Shell extends AsyncDisposable {
  /** Who answers the window's calls. */
  readonly answering: Answering;
  /** Somebody looks at the window again, or no longer. */
  windowChanged(): void;
  /** The user has closed the window for the first time. */
  windowClosedFirst(): void;
}

/** What the app is composed from. */
export interface ShellParts {
  readonly launch: Launch;
  readonly log: LaterLog;
  /** Started and opened before anything else; disposing the shell disposes of both. */
  readonly engine: EngineHost;
  readonly window: MainWindow;
}

/** Creates and connects every part. Disposing the result stops them in the opposite order; so does the end of the app. */
export async function composeShell(parts: ShellParts): Promise<Shell> {
  parts.log.deliverTo(createLog(parts.launch.home));
  const shell = new ComposedShell(parts);
  await shell.start();
  disposeOnQuit(shell, parts.log);
  return shell;
}

class ComposedShell implements Shell {
  readonly #parts: ShellParts;
  readonly #engine: EngineHost;
  readonly #routes: DesktopRoutes;
  readonly #tray: StatusTray;
  readonly #window: MainWindow;
  readonly #feed: WindowFeed;
  readonly #keeper: SnapshotKeeper;
  readonly #notifier: Notifier;
  readonly #keys: GlobalKeys;
  readonly #calls: ShellHandlers;
  readonly answering: Answering;
  readonly #stops: (() => void)[] = [];
  #lastKey: Promise<unknown> = Promise.resolve();
  #trayReady = false;
  #translate: Translate = createTranslate(chooseLanguage(undefined));
  #language = chooseLanguage(undefined);

  constructor(parts: ShellParts) {
    const { engine, launch, log, window } = parts;
    this.#parts = parts;
    this.#window = window;
    this.#engine = engine;
    this.answering = { parse: parseCall, run: (name, ...args) => this.#answer(name, ...args) };
    this.#keeper = new SnapshotKeeper(launch.home, log);
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
        this.#window.open();
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
        this.#window.open();
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
    this.#engine.listen(this.#engineListener());
    this.#stops.push(
      watchSystem((news) => {
        this.#engine.tell(news);
      }),
    );
    const appeared = (): void => {
      this.#tray.recreate();
    };
    // Watched before the icon is made, so that a tray host that comes up in between is not missed.
    this.#stops.push(await watchTrayHost(appeared));
    this.#trayReady = true;
    this.#showTray();
  }

  windowChanged(): void {
    if (this.#engine.snapshot !== null) this.#feed.opened(this.#engine.snapshot);
    this.#showTray();
  }

  windowClosedFirst(): void {
    this.#notifier.closedFirst();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) stop();
    this.#routes[Symbol.dispose]();
    this.#keys[Symbol.dispose]();
    this.#tray[Symbol.dispose]();
    this.#notifier[Symbol.dispose]();
    this.#feed[Symbol.dispose]();
    this.#keeper[Symbol.dispose]();
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
    this.#keeper.offer(snapshot);
    this.#showTray();
  }

  #engineChanged(): void {
    const { running, restarts } = this.#engine;
    if (!running) this.#routes.again();
    // Once a run: a process that cannot live would say it for ever. The tray says how often.
    if (running && restarts === 1) this.#notifier.restarted();
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
    // The window reads by itself; everything else is an act.
    if (!name.endsWith(":read")) this.#feed.attended();
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
    if (target === OPEN_WINDOW) this.#window.open();
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
      if (action.shell === "open") this.#window.open();
      else if ("what" in action) await copy(action.what, this.#engine.snapshot);
      else app.quit();
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
