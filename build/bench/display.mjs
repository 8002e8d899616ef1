// A screen that nobody sees and a session bus, for an app under measurement.
import { existsSync } from "node:fs";
import { start, until } from "./children.mjs";

/** Above what people's own screens have. The number is taken by looking, since a server would take over a stale lock. */
const FIRST_NUMBER = 90;

/** Starts both; the variables that lead an app to them. Whoever ends all children ends them too. */
export async function startDisplay() {
  let number = FIRST_NUMBER;
  while (existsSync(`/tmp/.X${number}-lock`) || existsSync(socketOf(number))) number += 1;
  const screen = [`:${number}`, "-screen", "0", "1280x800x24", "-nolisten", "tcp"];
  const server = await start("Xvfb", ["Xvfb", ...screen]);
  await until("the screen", () => !server.hasEnded && existsSync(socketOf(number)));
  const bus = await start("dbus-daemon", ["dbus-daemon", "--session", "--nofork", "--print-address=1"]);
  return { DISPLAY: `:${number}`, DBUS_SESSION_BUS_ADDRESS: await bus.line() };
}

function socketOf(number) {
  return `/tmp/.X11-unix/X${number}`;
}
