import type { Bridge } from "../shared/ipc/contract.ts";

declare global {
  interface Window {
    /** Put there by the preload script; the window's only way out. */
    readonly app: Bridge;
  }
}

/** The way to the shell. The one place that touches `window.app`. */
export function bridge(): Bridge {
  return window.app;
}
