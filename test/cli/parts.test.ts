import { expect, test } from "vitest";
import { endpointAt, instantBefore } from "../../electron/cli/arguments.ts";
import { toCsv } from "../../electron/cli/csv.ts";
import { LiveView } from "../../electron/cli/live-view.ts";
import { nearNames } from "../../electron/cli/near.ts";
import { tableLines } from "../../electron/cli/table.ts";
import { type Environment, Terminal } from "../../electron/cli/terminal.ts";
import { sayWarning } from "../../electron/cli/warnings.ts";
import { systemClock } from "../../electron/engine/system-clock.ts";
import { ScenarioClock } from "../support/scenario-clock.ts";

/** What progress says, second by second, on a stderr that is a terminal or is none. */
async function progressOn(isTTY: boolean) {
  const clock = new ScenarioClock();
  const said: string[] = [];
  const stdout = { write: () => true };
  const stderr = { isTTY, write: (text: string) => said.push(text) };
  const terminal = new Terminal({ environment: {}, stdout, stderr, clock }, false);
  let done = 0;
  const stop = terminal.progress(() => `${done} of 9`);
  await clock.pass(999);
  const early = said.splice(0);
  await clock.pass(1);
  done = 1;
  await clock.pass(250);
  const later = said.splice(0);
  stop();
  await clock.pass(10_000);
  return { early, later, ended: said };
}

test("a warning about the desktop's proxy ends with the command that tries it", () => {
  const about = { code: "desktop-proxy-unused", name: "HTTPS_PROXY", endpoint: "https://a.test" } as const;
  const warning = { ...about, value: "http://p.test:1" };
  const command = "gangway probe --via-proxy http://p.test:1 https://a.test";
  expect(sayWarning(terminalOf().terminal, warning)).toMatch(new RegExp(`first: ${command}$`));
  expect(sayWarning(terminalOf({ LANG: "zh_CN.UTF-8" }).terminal, warning)).toMatch(new RegExp(`试一试：${command}$`));
  expect(sayWarning(terminalOf().terminal, { ...about, value: "socks5://p.test:1" })).not.toContain("--via-proxy");
});

test("progress is told after a second: as one line where nothing can be redrawn", async () => {
  expect(await progressOn(false)).toEqual({ early: [], later: ["0 of 9\n"], ended: [] });
});

test("progress on a terminal is redrawn in place, and cleared at the end", async () => {
  const clear = "\r\u001b[2K";
  expect(await progressOn(true)).toEqual({ early: [], later: [`${clear}0 of 9`, `${clear}1 of 9`], ended: [clear] });
});

/** A terminal that keeps what is written to it. */
function terminalOf(environment: Environment = {}, screen: { isTTY?: boolean; rows?: number } = {}) {
  const said: string[] = [];
  const stdout = { ...screen, write: (text: string) => said.push(text) };
  const stderr = { write: () => true };
  const terminal = new Terminal({ environment, stdout, stderr, clock: systemClock }, false);
  return { terminal, said };
}

test.each([
  ["hsitory", ["history"]],
  ["wach", ["watch"]],
  ["pro", ["probe", "profile"]],
  ["xyzzy", []],
  ["a".repeat(5_000), []],
])("%s may have meant %j", (typed, meant) => {
  expect(nearNames(typed, ["probe", "profile", "watch", "history"])).toEqual(meant);
});

test("CSV puts fields in quotes where RFC 4180 wants it, and ends lines with CR LF", () => {
  expect(
    toCsv(
      ["a", "b"],
      [
        ['say "x"', "1,2"],
        ["line\nbreak", null],
        [1.5, ""],
      ],
    ),
  ).toBe('a,b\r\n"say ""x""","1,2"\r\n"line\nbreak",\r\n1.5,\r\n');
});

const NOW = Date.UTC(2026, 0, 31, 12);

test.each([
  ["30m", NOW - 1_800_000],
  ["6h", NOW - 21_600_000],
  ["7d", NOW - 604_800_000],
  ["2026-01-30", Date.UTC(2026, 0, 30)],
  ["2026-01-31T08:00:00Z", Date.UTC(2026, 0, 31, 8)],
])("--since %s is %d", (text, at) => {
  expect(instantBefore(text, NOW)).toBe(at);
});

test.each([
  ["https://proxy.example/", "https://proxy.example"],
  ["proxy.example/go", "https://proxy.example/go"],
  ["HTTP://Proxy.Example:80/x", "http://proxy.example/x"],
  ["https://[::1]:8443", "https://[::1]:8443"],
])("the URL %s names the endpoint %s", (typed, name) => {
  expect(endpointAt(typed).name).toBe(name);
});

test("columns line up with Chinese characters in them, and control characters do no harm", () => {
  const { terminal } = terminalOf();
  const rows = [
    ["家里", "x"],
    ["a\u001b[2Jb\nc", "y"],
  ];
  expect(tableLines(terminal, rows, ["网络", "值"])).toEqual(["网络  值", "家里  x", "ab c  y"]);
});

test.each([
  { environment: {}, isTTY: true, isColoured: true },
  { environment: { NO_COLOR: "1" }, isTTY: true, isColoured: false },
  { environment: { TERM: "dumb" }, isTTY: true, isColoured: false },
  { environment: {}, isTTY: false, isColoured: false },
])("colour for $environment on a terminal: $isTTY is $isColoured", ({ environment, isTTY, isColoured }) => {
  const { terminal } = terminalOf(environment, { isTTY });
  expect(terminal.paint("red", "x") === "x").toBe(!isColoured);
});

test("the live view is redrawn in place and never taller than the terminal", () => {
  const { terminal, said } = terminalOf({}, { isTTY: true, rows: 3 });
  const view = new LiveView(terminal);
  view.show(["one", "two", "three"]);
  view.show(["four"]);
  expect(said[0]).toContain("one\ntwo\n");
  expect(said.join("")).not.toContain("three");
  expect(said[1]).toContain("\u001b[2A\u001b[0Jfour\n");
});
