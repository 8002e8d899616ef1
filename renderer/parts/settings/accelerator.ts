import { isAccelerator } from "../../../shared/domain/hot-keys.ts";

/** What a key press means to a recorder of hot keys. */
export type Pressed =
  | { readonly kind: "keys"; readonly accelerator: string }
  /** Only modifiers so far, or a key that cannot be one: go on. */
  | { readonly kind: "waiting" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "cleared" };

/** What of a keyboard event counts. `code` names the place on the keyboard, whatever the layout makes of it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  " ": "Space",
  "+": "Plus",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};

/** The key as Electron names it: letters and digits by their place, so that Alt does not turn them into something else. */
function nameOf({ code, key }: KeyPress): string {
  const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  return place ?? NAMES[key] ?? key;
}

/** The modifiers of a press as Electron names them. */
function modifiersOf({ altKey, ctrlKey, metaKey, shiftKey }: KeyPress): readonly string[] {
  const held: readonly (readonly [string, boolean])[] = [
    ["Control", ctrlKey],
    ["Alt", altKey],
    ["Shift", shiftKey],
    ["Super", metaKey],
  ];
  return held.flatMap(([name, isHeld]) => (isHeld ? [name] : []));
}

/** The hot key that a press stands for, as Electron writes it. */
export function acceleratorOf(press: KeyPress): Pressed {
  const modifiers = modifiersOf(press);
  if (modifiers.length === 0 && press.key === "Escape") return { kind: "cancelled" };
  if (modifiers.length === 0 && ["Backspace", "Delete"].includes(press.key)) return { kind: "cleared" };
  const accelerator = [...modifiers, nameOf(press)].join("+");
  return isAccelerator(accelerator) ? { kind: "keys", accelerator } : { kind: "waiting" };
}
