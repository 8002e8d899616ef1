import { act, cleanup } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { createSpeech } from "../../renderer/speech.ts";
import en from "../../shared/locales/en/window.json" with { type: "json" };
import zh from "../../shared/locales/zh-CN/window.json" with { type: "json" };
import { longHistoryPage } from "./support/long-history.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY, historyPage, NOW } from "./support/snapshots.ts";

afterEach(cleanup);

test("goes from view to view by click and by key, and titles the window", async () => {
  const { findByRole, getByRole, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "Settings" }));
  expect(await findByRole("heading", { level: 1, name: "Settings" })).toBeTruthy();
  await user.keyboard("{Control>}2{/Control}");
  expect(await findByRole("heading", { level: 1, name: "History" })).toBeTruthy();
  expect(document.title).toBe("History · Gangway");
});

test("speaks the language of the settings as soon as they change", async () => {
  const { bridge, findByRole } = await renderWindow(HEALTHY);
  act(() => bridge.push({ ...HEALTHY, settings: { ...HEALTHY.settings, language: "zh-CN", theme: "dark" } }));
  expect(await findByRole("button", { name: "立即测试" })).toBeTruthy();
  expect(document.documentElement.lang).toBe("zh-CN");
  expect(document.documentElement.dataset["theme"]).toBe("dark");
});

test("follows the system's language where none is chosen", async () => {
  const { getByRole } = await renderWindow({ ...HEALTHY, settings: { ...HEALTHY.settings, language: "system" } });
  expect(getByRole("button", { name: "Test now" })).toBeTruthy();
});

test("skips to the content", async () => {
  const { getByRole, user } = await renderWindow(HEALTHY);
  await user.tab();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(getByRole("main"));
});

test("saves each setting at once, and no number out of bounds", async () => {
  const { called, getByLabelText, getByRole, getByText, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "Settings" }));
  await user.selectOptions(getByLabelText("Theme"), "dark");
  await user.selectOptions(getByLabelText("Language"), "zh-CN");
  await user.selectOptions(getByLabelText("Notifications"), "off");
  const interval = getByLabelText("Seconds between two looks");
  await user.clear(interval);
  await user.type(interval, "2{Enter}");
  expect(getByText(/from 5 to 3600/)).toBeTruthy();
  await user.clear(interval);
  await user.type(interval, "60{Enter}");
  const wanted = [{ theme: "dark" }, { language: "zh-CN" }, { notifications: "off" }, { intervalSeconds: 60 }];
  expect(called("settings:save")).toEqual(wanted.map((patch) => [patch]));
});

test("reads the history of the chosen range and shows its tables", async () => {
  const { called, findByRole, findByText, getByRole, getByText, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "History" }));
  expect(await findByText("By kind of network")).toBeTruthy();
  expect(getByText("71%")).toBeTruthy();
  expect(getByText("TLS handshake: no answer")).toBeTruthy();
  expect(getByText(/Gangway may not write the go env file/)).toBeTruthy();
  await user.click(getByRole("radio", { name: "7 days" }));
  expect(await findByRole("img", { name: /Median time per endpoint/ })).toBeTruthy();
  const day = 24 * 3_600_000;
  expect(called("history:read")).toEqual([[{ since: NOW - day }], [{ since: NOW - 7 * day }]]);
});

test("takes an endpoint out of the picture and counts only what is shown", async () => {
  const { findByRole, getByRole, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "History" }));
  const before = (await findByRole("img", { name: /Median time/ })).getAttribute("aria-label");
  await user.click(getByRole("checkbox", { name: /proxy\.golang\.org/ }));
  const after = (await findByRole("img", { name: /Median time/ })).getAttribute("aria-label");
  expect(before).toMatch(/864 measurements, 29 failed/);
  expect(after).toMatch(/576 measurements, 0 failed/);
});

test("shows a long range by its series, counts every look of it, and says what a point is", async () => {
  const page = longHistoryPage();
  const { findByRole, getByRole, getByText, user } = await renderWindow(HEALTHY, page);
  await user.click(getByRole("button", { name: "History" }));
  await user.click(getByRole("radio", { name: "90 days" }));
  const looks = page.series?.flatMap(({ points }) => points).reduce((sum, point) => sum + point.looks, 0) ?? 0;
  const label = (await findByRole("img", { name: /Median time/ })).getAttribute("aria-label");
  expect(label).toContain(`${looks.toLocaleString("en")} measurements`);
  expect(getByText(/Each point is the median of 6 hours/)).toBeTruthy();
  await user.click(getByRole("checkbox", { name: /proxy\.golang\.org/ }));
  const after = (await findByRole("img", { name: /Median time/ })).getAttribute("aria-label");
  expect(after).toContain(`${((looks / 3) * 2).toLocaleString("en")} measurements`);
});

test("says that a long range has no measurements", async () => {
  const { findByText, getByRole, user } = await renderWindow(HEALTHY, { ...historyPage(), samples: [], series: [] });
  await user.click(getByRole("button", { name: "History" }));
  expect(await findByText("Nothing was measured in this time.")).toBeTruthy();
});

test("says that a range has no measurements", async () => {
  const { findByText, getByRole, user } = await renderWindow(HEALTHY, { ...historyPage(), samples: [], kinds: [] });
  await user.click(getByRole("button", { name: "History" }));
  expect(await findByText("Nothing was measured in this time.")).toBeTruthy();
});

test("tells numbers and times in the chosen language", () => {
  const said = (["en", "zh-CN"] as const).map((language) => {
    const { ago, millis, number, percent, spell } = createSpeech(language);
    const times = [millis(43), millis(1_230), ago(NOW - 120_000, NOW), spell(21_600_000), spell(30_000)];
    return [...times, number(12_345), percent(0.987)];
  });
  expect(said).toEqual([
    ["43 ms", "1.2 sec", "2 minutes ago", "6 hours", "30 seconds", "12,345", "99%"],
    ["43毫秒", "1.2秒", "2分钟前", "6小时", "30秒钟", "12,345", "99%"],
  ]);
});

type Texts = { readonly [key: string]: string | Texts };

function keysOf(texts: Texts, before = ""): readonly string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === "string" ? [`${before}${key}`.replace(/_(one|other)$/, "")] : keysOf(text, `${before}${key}.`),
  );
}

test("has every sentence of the window in both languages", () => {
  expect(new Set(keysOf(zh))).toEqual(new Set(keysOf(en)));
});
