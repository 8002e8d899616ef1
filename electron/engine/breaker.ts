// What breaks off looks that are under way: one signal that all of them listen to. Who uses it, and when, is looks.ts.
import { setMaxListeners } from "node:events";

/** A controller for any number of looks: dozens that listen at a time are no leak, which Node would otherwise warn of. */
export function createBreaker(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
