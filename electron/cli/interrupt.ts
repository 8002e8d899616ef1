import type { Stop } from "../engine/ports.ts";

/** The user's wish to end: Ctrl-C, or a polite end from outside. */
export interface Interrupt {
  readonly happened: Promise<void>;
  hasHappened(): boolean;
  /** Leaves the signals to Node again. */
  readonly stop: Stop;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens for the wish to end, so that what runs can be ended in order. A second Ctrl-C ends the process at once. */
export function untilInterrupted(): Interrupt {
  let stop: Stop = () => undefined;
  let isOver = false;
  const happened = new Promise<void>((resolve) => {
    const end = (): void => {
      stop();
      isOver = true;
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, end);
    stop = () => {
      for (const signal of SIGNALS) process.off(signal, end);
    };
  });
  return {
    happened,
    hasHappened: () => isOver,
    stop: () => {
      stop();
    },
  };
}
