// Puts a TrayModel on the tray. No decisions.
import { isDeepStrictEqual } from "node:util";
import { Menu, type MenuItemConstructorOptions, Tray } from "electron";
import type { TrayAction, TrayItem, TrayModel } from "../../shared/view/tray-model.ts";
import { statusIcon } from "./icons.ts";

/** What the tray reports. */
export interface TrayListener {
  /** An item was chosen. */
  chosen(action: TrayAction): void;
  /** The icon itself was clicked, where the desktop tells. */
  clicked(): void;
}

/** The icon in the tray with its menu. */
export class StatusTray implements Disposable {
  readonly #listener: TrayListener;
  #tray: Tray | null = null;
  #shown: TrayModel | null = null;

  constructor(listener: TrayListener) {
    this.#listener = listener;
  }

  /** Shows the model; touches only what differs from the one shown. */
  show(model: TrayModel): void {
    const { tray, isNew } = this.#ensure(model);
    const before = isNew ? null : this.#shown;
    this.#shown = model;
    if (before !== null && before.icon !== model.icon) tray.setImage(statusIcon(model.icon));
    if (before?.tooltip !== model.tooltip) tray.setToolTip(model.tooltip);
    if (!isDeepStrictEqual(before?.items, model.items)) this.#setMenu(tray, model);
  }

  /** Draws the menu once more: a desktop ticks a chosen item by itself, whatever came of the choice. */
  redrawMenu(): void {
    if (this.#tray !== null && this.#shown !== null) this.#setMenu(this.#tray, this.#shown);
  }

  /** Makes the icon anew. Needed when the desktop's tray has only now come up: an icon made before is not seen by it. */
  recreate(): void {
    const model = this.#shown;
    this[Symbol.dispose]();
    if (model !== null) this.show(model);
  }

  [Symbol.dispose](): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #ensure(model: TrayModel): { readonly tray: Tray; readonly isNew: boolean } {
    if (this.#tray !== null) return { tray: this.#tray, isNew: false };
    const tray = new Tray(statusIcon(model.icon));
    // On macOS a click opens the menu that is set.
    if (process.platform !== "darwin") {
      tray.on("click", () => {
        this.#listener.clicked();
      });
    }
    this.#tray = tray;
    return { tray, isNew: true };
  }

  #setMenu(tray: Tray, model: TrayModel): void {
    tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => this.#toTemplate(item))));
  }

  #toTemplate(item: TrayItem): MenuItemConstructorOptions {
    if (item.kind === "separator") return { type: "separator" };
    const label = item.label.replaceAll("&", "&&");
    switch (item.kind) {
      case "status":
        return { label, enabled: false };
      case "submenu":
        return { label, submenu: item.items.map((child) => this.#toTemplate(child)) };
      case "action":
        return { label, enabled: item.enabled, click: this.#choose(item.action) };
      case "radio":
      case "checkbox":
        return {
          label,
          type: item.kind,
          enabled: item.enabled,
          checked: item.checked,
          // Shown only: the key itself is registered for the whole desktop.
          ...(item.hotKey === undefined ? {} : { accelerator: item.hotKey, registerAccelerator: false }),
          click: this.#choose(item.action),
        };
      default:
        return item satisfies never;
    }
  }

  #choose(action: TrayAction): () => void {
    return () => {
      this.#listener.chosen(action);
    };
  }
}
