// What the operating system tells the app and the engine must hear: sleep, power, unlock, and whether there is a network.
import { net, powerMonitor } from "electron";
import type { EngineNews } from "./engine-host.ts";

/** Chromium knows about a network change but does not tell the main process: asking costs a microsecond. */
const ASK_ONLINE_MS = 5_000;

/**
 * Tells the engine what happens to the machine, until stopped. Some systems tell of a sleep and of its end twice (seen on
 * Linux with logind): each is passed on once.
 */
export function watchSystem(tell: (news: EngineNews) => void): () => void {
  let asleep = false;
  let online = net.isOnline();
  const fallAsleep = (): void => {
    if (!asleep) tell({ type: "suspended" });
    asleep = true;
  };
  const wakeUp = (): void => {
    if (asleep) tell({ type: "resumed" });
    asleep = false;
  };
  const unlock = (): void => {
    // Some laptops sleep without saying so; unlocking them is often the first sign of another network.
    tell({ type: "online" });
  };
  const onBattery = (): void => {
    tell({ type: "power", onBattery: true });
  };
  const onMains = (): void => {
    tell({ type: "power", onBattery: false });
  };
  const askOnline = setInterval(() => {
    const now = net.isOnline();
    if (now !== online) tell({ type: "online" });
    online = now;
  }, ASK_ONLINE_MS);
  powerMonitor.on("suspend", fallAsleep).on("resume", wakeUp).on("unlock-screen", unlock);
  powerMonitor.on("on-battery", onBattery).on("on-ac", onMains);
  tell({ type: "power", onBattery: powerMonitor.isOnBatteryPower() });
  return () => {
    clearInterval(askOnline);
    powerMonitor.off("suspend", fallAsleep).off("resume", wakeUp).off("unlock-screen", unlock);
    powerMonitor.off("on-battery", onBattery).off("on-ac", onMains);
  };
}
