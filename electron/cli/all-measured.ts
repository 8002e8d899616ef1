import type { Engine } from "../engine/engine-api.ts";
import type { Terminal } from "./terminal.ts";

/** A look takes 12 s at most; a little more, and something is wrong with us rather than with the network. */
const LIMIT_MS = 15_000;

/** Resolves when every endpoint has been looked at, when there is no network to look at, or when the time is up. */
export function allMeasured(terminal: Terminal, engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const stopProgress = terminal.progress(() => terminal.t("cli:watch.starting"));
    const end = (): void => {
      stopTime();
      stopWatching();
      stopProgress();
      resolve();
    };
    const stopTime = terminal.clock.after(LIMIT_MS, end);
    const stopWatching = engine.onSnapshot(({ status, endpoints }) => {
      if (status === "offline" || endpoints.every(({ health }) => health.lastAt !== null)) end();
    });
  });
}
