import { expect, test } from "vitest";
import { watchName } from "../../electron/shell/name-watch.ts";
import { startDesktop } from "./support/desktop.ts";
import { until } from "./support/until.ts";

const NAME = "org.gangway.Test";

test("hears each taking of the name, and of no other, until stopped", async () => {
  const desktop = await startDesktop({ panel: false });
  const take = (name: string): void => {
    // busctl gives the name back by ending.
    const bus = ["org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"];
    desktop.bus("call", ...bus, "RequestName", "su", name, "0");
  };
  let taken = 0;
  const address = desktop.env["DBUS_SESSION_BUS_ADDRESS"] ?? "";
  const stop = await watchName({ address, name: NAME, taken: () => (taken += 1) });

  take(NAME);
  take("org.gangway.Other");
  take(NAME);
  await until("two takings", () => taken === 2);
  stop?.();
  take(NAME);
  await desktop.stop();

  expect(stop).not.toBeNull();
  expect(taken).toBe(2);
});

test("answers null where there is no bus", async () => {
  const watch = { name: NAME, taken: () => undefined };

  const answers = await Promise.all([
    watchName({ ...watch, address: "unix:path=/nonexistent/bus" }),
    watchName({ ...watch, address: "tcp:host=127.0.0.1" }),
  ]);

  expect(answers).toEqual([null, null]);
});
