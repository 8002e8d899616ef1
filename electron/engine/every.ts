import type { Millis } from "../../shared/domain/time.ts";
import type { Clock, Stop } from "./ports.ts";

/** Calls `act` now, and again each time that `ms` have passed, until stopped. */
export function every(ms: Millis, clock: Clock, act: () => void): Stop {
  let cancel: Stop = () => undefined;
  const again = (): void => {
    cancel = clock.after(ms, again);
    act();
  };
  again();
  return () => {
    cancel();
  };
}
