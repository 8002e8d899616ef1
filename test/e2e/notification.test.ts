import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openZoo, type Zoo } from "../support/zoo.ts";
import { type Desktop, startDesktop } from "./support/desktop.ts";
import { Gangway } from "./support/gangway.ts";
import { onlyTrayItem } from "./support/tray-item.ts";
import { until } from "./support/until.ts";

/** One notification as dunst keeps it, without D-Bus types. */
interface Shown {
  readonly title: string;
  readonly body: string;
}

/** The notification server whose history can be read. */
const DUNST = spawnSync("dunst", ["--version"]).error === undefined;

const needsDunst = DUNST ? test : test.skip;
if (!DUNST) console.warn("SKIPPED: notifications, because dunst is not installed (apt-get install dunst)");

let zoo: Zoo;
let desktop: Desktop;
let gangway: Gangway;

beforeAll(async () => {
  [zoo, desktop] = await Promise.all([openZoo(), startDesktop()]);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") console.error(gangway.output);
  await gangway.stop();
});

afterAll(async () => {
  await desktop.stop();
  await zoo.close();
});

function dunst(...args: readonly string[]): string {
  return spawnSync("dunstctl", args, { env: { ...desktop.env }, encoding: "utf8", timeout: 5_000 }).stdout;
}

/** Closes what is shown, and reads everything that ever was, oldest first. */
function allShown(): readonly Shown[] {
  dunst("close-all");
  const typed = JSON.parse(dunst("history")) as {
    readonly data: readonly [readonly Readonly<Record<"summary" | "body", { readonly data: string }>>[]];
  };
  return typed.data[0].map(({ summary, body }) => ({ title: summary.data, body: body.data })).reverse();
}

/** The app where the profile in force is cut off, another works, and it may switch by itself. */
function openApp(level: "off" | "problems", args: readonly string[] = ["--hidden"]): Gangway {
  const profiles = [
    { name: "home", title: "Home", goproxy: zoo.url("resetAfterHello") },
    { name: "office", title: "Office", goproxy: zoo.url("good") },
  ];
  gangway = new Gangway({ desktop, caFile: zoo.caFile, profiles, settings: { auto: true, notifications: level } });
  gangway.start(...args);
  return gangway;
}

needsDunst("tells what it switched to by itself, why, and how to take it back; a click opens the window", async () => {
  openApp("problems");
  const item = await onlyTrayItem(desktop);
  await until("the other profile", () => item.row("Office").checked, 30_000);
  await until("a notification", () => /Currently displayed: 1/.test(dunst("count")));

  dunst("action", "0");
  await until("the window", () => desktop.shows("gangway"));
  const [shown] = allShown();

  expect(shown?.title).toBe("Switched to Office");
  expect(shown?.body).toMatch(/^Home .*Office/s);
  expect(shown?.body).toContain("Undo last switch");
});

needsDunst("stays silent when told to", async () => {
  const app = openApp("off");
  const item = await onlyTrayItem(desktop);
  const before = allShown().length;

  await until("the other profile", () => item.row("Office").checked, 30_000);
  // Long enough for a notification to arrive: the other test sees its own within half a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(allShown()).toHaveLength(before);
  expect(readFileSync(app.goenv, "utf8")).toContain(zoo.url("good"));
});

needsDunst("says once where it is when its window is closed for the first time ever", async () => {
  const app = openApp("problems", []);
  const item = await onlyTrayItem(desktop);
  const closed = () => allShown().filter(({ title }) => title === "Gangway goes on in the tray");
  await until("the window", () => desktop.shows("gangway"), 20_000);

  await desktop.press("gangway", "ctrl+w");
  await until("no window", () => !desktop.shows("gangway"));
  const [first] = await until("what it says", () => closed().length > 0 && closed());
  expect(first?.body).toBe("It measures and switches as before. Its menu opens the window again and quits.");

  await item.chooseRow("Open Gangway");
  await until("the window again", () => desktop.shows("gangway"));
  await desktop.press("gangway", "ctrl+w");
  await until("no window again", () => !desktop.shows("gangway"));
  await until("the place kept", () => readFileSync(path.join(app.home, "window.json"), "utf8").includes("true"));
  expect(closed()).toHaveLength(1);
});
