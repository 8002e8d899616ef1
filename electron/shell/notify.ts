// Says in a notification what the engine announces, as far as the user wants to hear it.
import { Notification } from "electron";
import type { ApplyOutcome } from "../../shared/domain/goenv.ts";
import type { Reason, ReasonCode } from "../../shared/domain/reason.ts";
import type { NotificationLevel } from "../../shared/domain/settings.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { MINUTE } from "../../shared/domain/time.ts";
import type { Announcement } from "../../shared/ipc/engine-messages.ts";
import { sayReason, type Translate } from "../../shared/view/translate.ts";

/** What notifications need of the shell. */
export interface NotifierParts {
  readonly translate: () => Translate;
  readonly snapshot: () => Snapshot | null;
  /** The user clicked the notification. */
  readonly open: () => void;
  /** The user chose Undo on it. */
  readonly undo: () => void;
}

/** Electron shows buttons on macOS; elsewhere the text says where Undo is. */
const HAS_BUTTONS = process.platform === "darwin";

/** Reasons of a switch that are trouble, not a return to what was preferred. */
const TROUBLE: readonly unknown[] = ["decision-failing", "decision-degraded"];

interface Words {
  readonly title: string;
  readonly body: string;
  readonly canUndo: boolean;
}

/** Shows notifications and forgets each once it is closed. */
export class Notifier implements Disposable {
  readonly #parts: NotifierParts;
  /** A notification that nobody holds is collected, and its click is lost. */
  readonly #shown = new Set<Notification>();
  /** When each text was said last, in milliseconds since the start. */
  readonly #said = new Map<string, number>();

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** Says what the engine announced. */
  announce(announcement: Announcement): void {
    if (!isWanted(announcement, this.#level())) return;
    const t = this.#parts.translate();
    const values = this.#inWords(announcement.values);
    const title = t(`notify:${announcement.code}.title`, values);
    const body = t(`notify:${announcement.code}.body`, values);
    if (announcement.kind === "problem" && this.#wasSaid(`${title}\n${body}`)) return;
    this.#show({ title, body, canUndo: announcement.canUndo });
  }

  /** Says that the engine's process had to be started again. */
  restarted(): void {
    this.announce({ kind: "problem", code: "engine-restarted", values: {}, canUndo: false });
  }

  /** Says what came of a choice in the tray's menu, if it came to nothing: there may be no window to say it. */
  outcome(outcome: ApplyOutcome): void {
    if (outcome.outcome === "refused") this.#complain(`tray:refusal.${outcome.reason}`, { detail: outcome.detail });
  }

  /** Says what came of a hot key: whoever pressed it looks at another program. */
  pressed(profile: string, outcome: ApplyOutcome): void {
    if (outcome.outcome === "refused" || this.#level() === "off") {
      this.outcome(outcome);
      return;
    }
    const t = this.#parts.translate();
    const values = this.#inWords({ profile });
    const body = t(`notify:pressed.${outcome.outcome}`, values);
    this.#show({ title: t("notify:switched.title", values), body, canUndo: outcome.outcome === "written" });
  }

  /** Says where Gangway is once its window is closed. */
  closedFirst(): void {
    const t = this.#parts.translate();
    if (this.#level() === "off") return;
    this.#show({ title: t("notify:closed-first.title"), body: t("notify:closed-first.body"), canUndo: false });
  }

  /** Says that a choice in the tray's menu could not be carried out. */
  failed(message: string): void {
    this.#complain("tray:failed", { detail: message });
  }

  [Symbol.dispose](): void {
    for (const notification of this.#shown) notification.close();
    this.#shown.clear();
  }

  /** Whether these words were said a moment ago; from now on they were. */
  #wasSaid(words: string): boolean {
    const now = performance.now();
    const before = this.#said.get(words);
    if (before !== undefined && now - before < SILENCE_MS) return true;
    this.#said.set(words, now);
    return false;
  }

  #complain(key: string, values: Announcement["values"]): void {
    const t = this.#parts.translate();
    if (this.#level() !== "off") this.#show({ title: t("tray:refused"), body: t(key, values), canUndo: false });
  }

  #level(): NotificationLevel {
    return this.#parts.snapshot()?.settings.notifications ?? "problems";
  }

  /** The values with profiles by their title and the reason as a sentence. */
  #inWords(values: Announcement["values"]): Announcement["values"] {
    const titles = new Map(this.#parts.snapshot()?.profiles.map((p) => [p.name, p.title]));
    const titled = Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        const isProfile = key === "profile" || key === "from";
        return [key, isProfile ? (titles.get(String(value)) ?? value) : value];
      }),
    );
    const code = values["because"];
    if (code === undefined) return titled;
    // The engine sends the code of a Reason as a value among others.
    const because: Reason = { code: code as ReasonCode, values: titled };
    return { ...titled, because: sayReason(this.#parts.translate(), because) };
  }

  #show({ title, body, canUndo }: Words): void {
    if (!Notification.isSupported()) return;
    const t = this.#parts.translate();
    const hint = canUndo && !HAS_BUTTONS ? `\n${t("tray:undo-hint")}` : "";
    const actions = canUndo && HAS_BUTTONS ? [{ type: "button" as const, text: t("tray:undo-button") }] : [];
    const notification = new Notification({ title, body: `${body}${hint}`, actions });
    const { open, undo } = this.#parts;
    notification.on("click", open).on("action", undo);
    notification.on("close", () => this.#shown.delete(notification));
    this.#shown.add(notification);
    notification.show();
  }
}

/** The same words on a problem are not said again for so long: who did not act on them the first time knows. */
const SILENCE_MS = 10 * MINUTE;

/** `problems` leaves out switches that were no answer to trouble. */
function isWanted(announcement: Announcement, level: NotificationLevel): boolean {
  if (level === "all") return true;
  if (level === "off") return false;
  return announcement.kind === "problem" || TROUBLE.includes(announcement.values["because"]);
}
