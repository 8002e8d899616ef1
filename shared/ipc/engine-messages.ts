import type { DesktopAnswer } from "../domain/desktop-route.ts";
import type { EngineCallName } from "./channels.ts";
import type { SentSnapshot } from "./snapshot-wire.ts";

/** What the shell tells the engine in its utilityProcess. */
export type ToEngine =
  | { readonly type: "call"; readonly id: number; readonly name: EngineCallName; readonly args: readonly unknown[] }
  | { readonly type: "resumed" }
  | { readonly type: "suspended" }
  | { readonly type: "power"; readonly onBattery: boolean }
  | { readonly type: "online" }
  /** How the desktop would get to each endpoint. */
  | { readonly type: "desktop-routes"; readonly routes: readonly DesktopAnswer[] }
  /** How often the engine process had to be restarted, told once at its start. */
  | { readonly type: "restarted"; readonly times: number }
  | { readonly type: "stop" };

/** Something the shell should say in a notification. */
export interface Announcement {
  readonly kind: "switched" | "problem";
  /** Key of the title and body in the `notify` texts, and the values they need. */
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly canUndo: boolean;
}

/** What the engine tells the shell. */
export type FromEngine =
  | { readonly type: "snapshot"; readonly snapshot: SentSnapshot }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failed"; readonly id: number; readonly message: string }
  | { readonly type: "announce"; readonly announcement: Announcement }
  | { readonly type: "stopped" };
