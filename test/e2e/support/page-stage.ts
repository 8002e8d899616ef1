// The built page in a real Chromium, over a fake shell. It is loaded once a state; themes, languages and views are gone
// through without loading it again, so that a table of hundreds of looks takes a minute.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { _electron, type CDPSession, type ElectronApplication, type Page } from "@playwright/test";
import { VIEWS } from "../../../renderer/store.ts";
import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import { CALLS } from "../../../shared/ipc/channels.ts";
import { SMALL_HEAP } from "../../../shared/small-heap.ts";
import { fakeBridge } from "../../renderer/support/fake-bridge.ts";
import { moreAnswers } from "../../renderer/support/more-answers.ts";
import { NOW } from "../../renderer/support/snapshots.ts";
import { type PageState, STATES, type StateName } from "../../renderer/support/states.ts";
import { type Desktop, startDesktop } from "./desktop.ts";
import { builtApp } from "./gangway.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const STAGE = path.join(ROOT, "test/renderer/support/stage.cjs");

/** The views in the order of their keys. */
export { VIEWS } from "../../../renderer/store.ts";
/** Name of a view. */
export type ViewName = (typeof VIEWS)[number];

/** Theme and language. */
export interface Look {
  readonly theme: "light" | "dark";
  readonly language: "en" | "zh-CN";
}

/** Every theme in every language. */
export const LOOKS: readonly Look[] = (["light", "dark"] as const).flatMap((theme) =>
  (["en", "zh-CN"] as const).map((language) => ({ theme, language })),
);

/** What a view shows last, where it draws later than React; only waited for when it is there at all. */
const DRAWN_LATE = ".chart";

/** The page's window, with the fake shell in it. */
type PageWindow = Window & { readonly app: ReturnType<typeof fakeBridge> };

/** The window's page, over a fake shell. */
export class PageStage {
  readonly #electron: ElectronApplication;
  readonly #desktop: Desktop;
  readonly #session: CDPSession;
  readonly page: Page;
  /** What the page said on its console that it should not have, since it was loaded. */
  readonly complaints: string[] = [];
  #snapshot: Snapshot | null = null;

  private constructor(held: {
    readonly desktop: Desktop;
    readonly electron: ElectronApplication;
    readonly page: Page;
    readonly session: CDPSession;
  }) {
    this.#desktop = held.desktop;
    this.#electron = held.electron;
    this.#session = held.session;
    this.page = held.page;
  }

  /** Opens the page: that of the app, or another build of it in the folder `built`. */
  static async open(built = path.join(ROOT, "out/renderer")): Promise<PageStage> {
    const desktop = await startDesktop({ panel: false });
    const env = { ...desktop.env, TZ: "UTC", FONTCONFIG_FILE: "/etc/fonts/fonts.conf" };
    // As the app's own window has them.
    const heap = `--js-flags=${SMALL_HEAP.join(" ")}`;
    const args = ["--no-sandbox", "--force-device-scale-factor=1", heap, STAGE];
    const electron = await _electron.launch({ executablePath: builtApp().command, args, env });
    const page = await electron.firstWindow();
    const session = await page.context().newCDPSession(page);
    const stage = new PageStage({ desktop, electron, page, session });
    await stage.#prepare(pathToFileURL(path.join(built, "index.html")).href);
    return stage;
  }

  async #prepare(url: string): Promise<void> {
    this.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    this.page.on("pageerror", (error) => this.complaints.push(error.message));
    await this.page.clock.setFixedTime(NOW);
    await this.#session.send("Emulation.setScrollbarsHidden", { hidden: true });
    await this.page.emulateMedia({ reducedMotion: "reduce" });
    await this.page.addInitScript(`
      window.app = (${fakeBridge.toString()})(${JSON.stringify({ snapshot: null, history: null, more: moreAnswers() })});
      document.addEventListener("securitypolicyviolation", (e) => console.error("policy: " + e.violatedDirective));
    `);
    await this.page.goto(url);
  }

  /** Sets the size of the page in CSS pixels, and how many pixels each of them is. */
  async resize(width: number, height = 800, deviceScaleFactor = 1): Promise<void> {
    const metrics = { width, height, deviceScaleFactor, mobile: true };
    await this.#session.send("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** Loads the page anew and brings it into a state. Other views than the first are gone to by `go`. */
  async enter(name: StateName): Promise<void> {
    const { snapshot, history, fails } = STATES[name] as PageState;
    this.#snapshot = snapshot;
    await this.page.reload();
    this.complaints.length = 0;
    const failing = fails === true ? CALLS.filter((call) => call !== "snapshot:read") : [];
    await this.page.evaluate(
      ([page, calls]) => {
        const shell = (window as unknown as PageWindow).app;
        shell.answer("history:read", () => page);
        for (const call of calls) {
          shell.answer(call, () => {
            throw new Error("SQLITE_FULL: database or disk is full");
          });
        }
      },
      [history, failing] as const,
    );
    if (snapshot === null) return;
    await this.push(snapshot);
    await this.page.getByRole("navigation").waitFor();
    if (fails === true) await this.page.locator(".profile .button:enabled").first().click();
  }

  /** Pushes a snapshot, as the shell does. */
  async push(snapshot: Snapshot): Promise<void> {
    this.#snapshot = snapshot;
    await this.page.evaluate((pushed) => (window as unknown as PageWindow).app.push(pushed), snapshot);
  }

  /** Shows the state in another theme or language. */
  async dress({ theme, language }: Look): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
    if (this.#snapshot === null) return;
    await this.push({ ...this.#snapshot, settings: { ...this.#snapshot.settings, theme, language } });
    await this.#settle();
  }

  /** Goes to a view, and opens all that is folded unless `unfold` is false. */
  async go(view: ViewName, { unfold = true } = {}): Promise<void> {
    if (this.#snapshot === null) return;
    await this.page.keyboard.press(`Control+${String(VIEWS.indexOf(view) + 1)}`);
    await this.page.locator("main").locator("h1, h2").first().waitFor();
    if ((await this.page.locator(DRAWN_LATE).count()) > 0) await this.page.locator(`${DRAWN_LATE} canvas`).waitFor();
    await this.page.evaluate((open) => {
      for (const details of document.querySelectorAll("details")) details.open ||= open;
    }, unfold);
    await this.#settle();
  }

  /** Waits until what was rendered is on the screen, and what follows from its size as well. */
  async #settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Sets the page in fonts that the tests bring to every machine, instead of those the system has. */
  async typeset(): Promise<void> {
    await this.page.evaluate(() => {
      document.documentElement.style.setProperty("--font", "'DejaVu Sans', 'WenQuanYi Zen Hei', sans-serif");
      document.documentElement.style.setProperty("--font-code", "'DejaVu Sans Mono', monospace");
    });
  }

  /** What the page looks like, as far as it is on the screen: a PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#session.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }

  async close(): Promise<void> {
    await this.#electron.close();
    await this.#desktop.stop();
  }
}
