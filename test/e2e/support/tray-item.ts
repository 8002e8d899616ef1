// An icon in the tray as the desktop sees it: over StatusNotifierItem and dbusmenu, on the session bus.
import type { Desktop } from "./desktop.ts";
import { until } from "./until.ts";

/** One row of the menu. */
export interface MenuRow {
  readonly id: number;
  /** As shown: without the underscores that mark keys. Empty for a separator. */
  readonly label: string;
  readonly enabled: boolean;
  readonly kind: "plain" | "radio" | "checkmark" | "separator";
  readonly checked: boolean;
  /** 0 for the menu itself, 1 for a submenu. */
  readonly depth: number;
}

/** An image as the desktop is given it: bytes of alpha, red, green, blue. */
export interface Pixmap {
  readonly width: number;
  readonly height: number;
  readonly argb: readonly number[];
}

const WATCHER = ["org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher"];
const ITEM = "org.kde.StatusNotifierItem";
const MENU = "com.canonical.dbusmenu";

/** A value with its D-Bus type, as busctl writes it. */
interface Typed<T> {
  readonly data: T;
}

type Layout = readonly [number, Readonly<Record<string, Typed<unknown>>>, readonly Typed<Layout>[]];

/** The addresses of every icon in the tray. */
export function trayItems(desktop: Desktop): readonly string[] {
  return (desktop.bus("get-property", ...WATCHER, "RegisteredStatusNotifierItems") as Typed<readonly string[]>).data;
}

/**
 * The only living icon in the tray, once it is there. The panel may still list the icon of an app that has ended, and its
 * list has no order, so each is asked.
 */
export async function onlyTrayItem(desktop: Desktop, limitMs?: number): Promise<TrayItem> {
  return until(
    "an icon in the tray",
    () => {
      const items = trayItems(desktop).map((address) => new TrayItem(desktop, address));
      return items.find((item) => item.isAlive) ?? null;
    },
    limitMs,
  );
}

/** An icon in the tray. */
export class TrayItem {
  readonly #desktop: Desktop;
  readonly #service: string;
  readonly #object: string;

  /** `address` as the tray's watcher lists it: a bus name and a path. */
  constructor(desktop: Desktop, address: string) {
    const slash = address.indexOf("/");
    this.#desktop = desktop;
    this.#service = address.slice(0, slash);
    this.#object = address.slice(slash);
  }

  /** Whether somebody answers for it, with a line to show. */
  get isAlive(): boolean {
    try {
      return this.tooltip !== "";
    } catch (error) {
      // The bus says so when the app behind the name has ended; anything else is a fault of the test's desktop.
      if (/was not provided by any|No such object path|disconnected|does not exist/.test(String(error))) return false;
      throw error;
    }
  }

  /** The line shown on hovering. */
  get tooltip(): string {
    const [, , title, text] = this.#property("ToolTip") as readonly [string, unknown, string, string];
    return text === "" ? title : `${title} ${text}`;
  }

  /** The images of the icon. */
  get pixmaps(): readonly Pixmap[] {
    const images = this.#property("IconPixmap") as readonly (readonly [number, number, readonly number[]])[];
    return images.map(([width, height, argb]) => ({ width, height, argb }));
  }

  /** The rows of the menu, those of submenus behind their own. */
  menu(): readonly MenuRow[] {
    const call = [this.#service, String(this.#property("Menu")), MENU, "GetLayout", "iias", "0", "-1", "0"];
    const answer = this.#desktop.bus("call", "--", ...call) as Typed<readonly [number, Layout]>;
    return children(answer.data[1], 0);
  }

  /** Chooses a row, as a click does. */
  choose(row: Pick<MenuRow, "id">): void {
    const call = [this.#service, String(this.#property("Menu")), MENU];
    try {
      this.#desktop.bus("call", "--", ...call, "Event", "isvu", String(row.id), "clicked", "i", "0", "0");
    } catch (error) {
      // Whoever chooses "Quit" may be gone before it has said that it heard.
      if (!String(error).includes("disconnected from message bus without replying")) throw error;
    }
  }

  /** The row whose label begins so. Throws, naming those there are, when there is none. */
  row(beginning: string): MenuRow {
    const rows = this.menu();
    const found = rows.find((r) => r.label.startsWith(beginning));
    if (found === undefined) throw new Error(`no row "${beginning}" in ${JSON.stringify(rows.map((r) => r.label))}`);
    return found;
  }

  /**
   * Chooses the row whose label begins so, once it is there and can be chosen. A menu made anew between reading and
   * choosing has other rows: the choice of one that is gone is refused, and is made again among those of now.
   */
  async chooseRow(beginning: string): Promise<void> {
    await until(`the row "${beginning}"`, () => {
      const row = this.row(beginning);
      if (row.enabled) this.choose(row);
      return row.enabled;
    });
  }

  #property(name: string): unknown {
    return (this.#desktop.bus("get-property", this.#service, this.#object, ITEM, name) as Typed<unknown>).data;
  }
}

function children([, , rows]: Layout, depth: number): readonly MenuRow[] {
  return rows.flatMap(({ data }) => {
    const [id, properties] = data;
    const value = (name: string): unknown => properties[name]?.data;
    const label = value("label");
    const toggle = value("toggle-type");
    const isSeparator = value("type") === "separator";
    const plain = toggle === "radio" || toggle === "checkmark" ? toggle : "plain";
    const row: MenuRow = {
      id,
      label: typeof label === "string" ? label.replaceAll(/_(.)/g, "$1") : "",
      enabled: value("enabled") !== false && !isSeparator,
      kind: isSeparator ? "separator" : plain,
      checked: value("toggle-state") === 1,
      depth,
    };
    return [row, ...children(data, depth + 1)];
  });
}
