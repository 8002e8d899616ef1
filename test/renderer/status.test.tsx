import { act, cleanup, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { checksumCosts } from "../../shared/domain/checksum-cost.ts";
import type { Light } from "../../shared/domain/lights.ts";
import { reason } from "../../shared/domain/reason.ts";
import { reuseOf } from "../../shared/domain/reuse.ts";
import { CORRECTED } from "./support/corrected.ts";
import { CROWDED } from "./support/crowded.ts";
import { renderWindow } from "./support/render-window.tsx";
import { CAPTIVE, DEGRADED, FIRST_RUN, HEALTHY, LONG_TITLES, OFFLINE, PAUSED, REFUSED } from "./support/snapshots.ts";

afterEach(cleanup);

test("says that it is starting until the first snapshot, then shows it", async () => {
  const { bridge, findByRole, getByText } = await renderWindow(null);
  expect(getByText("Gangway is starting")).toBeTruthy();
  act(() => bridge.push(HEALTHY));
  expect(await findByRole("heading", { level: 1, name: "Healthy" })).toBeTruthy();
});

test.each([
  ["offline", OFFLINE, /This machine is offline/],
  ["captive", CAPTIVE, /login page stands in the way/],
  ["paused", PAUSED, /paused until/],
  ["degraded", DEGRADED, /not reliably/],
  ["down", FIRST_RUN, /cannot fetch modules/],
])("tells in a sentence what %s means", async (_state, snapshot, sentence) => {
  const { getByText } = await renderWindow(snapshot);
  expect(getByText(sentence)).toBeTruthy();
});

test("shows the network, why it is taken for one, and the evidence on demand", async () => {
  const { getByRole, user } = await renderWindow(DEGRADED);
  const network = within(getByRole("region", { name: "Network" }));
  expect(network.getByText("campus network")).toBeTruthy();
  expect(network.getByText(/84% sure/)).toBeTruthy();
  await user.click(network.getByText("Evidence (2)"));
  expect(network.getByText("handshakes are swallowed").closest("details")?.open).toBe(true);
});

test("lets the reader say what the network is, and take it back", async () => {
  const { called, getByRole, user } = await renderWindow(DEGRADED);
  const choice = getByRole("combobox", { name: "This is" });
  expect(choice).toHaveProperty("value", "measured");
  expect(
    within(choice)
      .getAllByRole("option")
      .map(({ textContent }) => textContent),
  ).toEqual(["as measured", "home", "corporate", "campus"]);
  await user.selectOptions(choice, "home");
  expect(called("network:correct")).toEqual([["home"]]);
  await user.selectOptions(choice, "as measured");
  expect(called("network:correct")).toEqual([["home"], [null]]);
});

test("says that the kind is the reader's own, and what the measurements alone would say", async () => {
  const { getByRole } = await renderWindow(CORRECTED);
  const network = within(getByRole("region", { name: "Network" }));
  expect(network.getByText("home network")).toBeTruthy();
  expect(network.getByText("you said so")).toBeTruthy();
  expect(network.queryByText(/100% sure/)).toBeNull();
  expect(network.getByText("The measurements alone say: campus (84% sure).")).toBeTruthy();
  expect(network.getByRole("combobox", { name: "This is" })).toHaveProperty("value", "home");
});

test.each([
  ["offline", OFFLINE],
  ["captive", CAPTIVE],
])("offers nothing to say of a network while %s", async (_state, snapshot) => {
  const { queryByRole } = await renderWindow(snapshot);
  expect(queryByRole("combobox", { name: "This is" })).toBeNull();
});

test("tells on demand what the decision rests on, what else there is, and what would change it", async () => {
  const { getByRole, user } = await renderWindow(HEALTHY);
  const card = within(getByRole("region", { name: "Profile in force" }));
  const summary = card.getByText("Why, and what else?");
  expect(summary.closest("details")?.open).toBe(false);
  await user.click(summary);
  expect(summary.closest("details")?.open).toBe(true);
  expect(card.getByRole("heading", { level: 3, name: "What would change it" })).toBeTruthy();
  expect(card.getByText(/if https:\/\/proxy.golang.org fails 5 times in a row, china is chosen/)).toBeTruthy();
  expect(card.getByText(/https:\/\/proxy.golang.org: \d+ looks, 0 failed/)).toBeTruthy();
  expect(card.getByText(/is not meant for a home network, and global serves/)).toBeTruthy();
});

test("shows every warning and notice with what to do about it", async () => {
  const { getByRole } = await renderWindow(DEGRADED);
  const notes = within(getByRole("region", { name: "What you should know" }));
  for (const sentence of [
    /GOPROXY is set in the environment to https:\/\/\*\*\*@proxy.corp.example/,
    /Remove it from your shell profile/,
    /settings file could not be read and was set aside as .*settings.json.corrupt-2026/,
    /history could not be read/,
    /changed by somebody else/,
  ]) {
    expect(notes.getByText(sentence)).toBeTruthy();
  }
});

test("shows what a download needs of an endpoint, in words beside the marks, and what it costs in connections", async () => {
  const [first, ...rest] = HEALTHY.endpoints;
  if (first === undefined) throw new Error("there is an endpoint");
  const seen = { at: HEALTHY.at, ms: 12 };
  const lights: readonly Light[] = [
    { id: "sumdb", state: "on", because: reason("light-sumdb-passed"), ...seen },
    { id: "toolchain", state: "off", because: reason("light-toolchain-missing", { status: 404 }), ...seen },
    { id: "cache", state: "unknown", because: reason("light-cache-unknown"), ...seen },
  ];
  const reuse = reuseOf(first.recent.at(-1), { parallel: 8, http2: true });
  const { getByText, getByTitle } = await renderWindow({
    ...HEALTHY,
    endpoints: [{ ...first, lights, ...(reuse === null ? {} : { reuse }) }, ...rest],
  });

  expect(getByText(/Checksum database: passed/)).toBeTruthy();
  expect(getByTitle("it serves no Go toolchains (404)").textContent).toContain("Go toolchains: not served");
  expect(getByText(/Cache: not told/)).toBeTruthy();
  expect(getByText(/connections .*for 30 files, each with a full TLS handshake/)).toBeTruthy();
});

test("tells what checksums cost once, at the proxy that passes lookups, or else at the one that serves", async () => {
  const { checksums } = HEALTHY;
  const entry = HEALTHY.endpoints.find(({ name }) => name === checksums.entry);
  const costs = checksumCosts(checksums, { parallel: 1 }, entry?.recent.at(-1));
  if (costs === null) throw new Error("there is a cost");
  const { bridge, getAllByText, queryByText } = await renderWindow({ ...HEALTHY, checksumCosts: costs });
  const said = /Checksums of 10 modules .*10 lookups and about 26 tiles/;

  const [passing, ...others] = getAllByText(said);
  expect(others).toEqual([]);
  expect(passing?.closest("tr")?.textContent).toContain(checksums.entry?.replace("https://", ""));
  act(() => bridge.push({ ...HEALTHY, checksumCosts: costs, checksums: { ...checksums, way: "given", entry: null } }));
  expect(getAllByText(said)).toHaveLength(1);
  expect(getAllByText(said)[0]?.closest("tr")?.textContent).toContain("in use");
  act(() => bridge.push(HEALTHY));
  expect(queryByText(said)).toBeNull();
});

test("says what was refused, in words", async () => {
  const { getByText } = await renderWindow(REFUSED);
  expect(getByText(/The last switch was refused: Gangway may not write the go env file/)).toBeTruthy();
});

test("asks for a profile at one click and tells that it was written", async () => {
  const { called, findByText, getByRole, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "Use China mirrors" }));
  expect(called("profile:choose")).toEqual([["china"]]);
  expect(await findByText("go env now uses China mirrors.")).toBeTruthy();
});

test("tells a refusal by its sentence and the system's own words", async () => {
  const { bridge, findByText, getByRole, user } = await renderWindow(HEALTHY);
  const refused = {
    outcome: "refused",
    reason: "changed-meanwhile",
    detail: "ESTALE",
    file: null,
    changes: [],
    warnings: [],
  };
  bridge.answer("profile:choose", () => refused);
  await user.click(getByRole("button", { name: "Use Direct" }));
  expect(await findByText(/another program changed the go env file/)).toBeTruthy();
  expect(await findByText(/ESTALE/)).toBeTruthy();
});

test("names the command that tries the desktop's proxy, where it can be tried", async () => {
  const about = { name: "HTTPS_PROXY", endpoint: "https://a.test" };
  const { getByText, queryAllByText } = await renderWindow({
    ...HEALTHY,
    warnings: [
      { code: "desktop-proxy-unused", value: "http://proxy.test:3128", ...about },
      { code: "desktop-proxy-differs", value: "socks5://proxy.test:1080", ...about },
    ],
  });
  expect(getByText(/gangway probe --via-proxy http:\/\/proxy\.test:3128 https:\/\/a\.test$/)).toBeTruthy();
  expect(queryAllByText(/--via-proxy/)).toHaveLength(1);
});

test("tells a fault of our own and lets the reader try again", async () => {
  const { bridge, findByText, getByRole, user } = await renderWindow(HEALTHY);
  bridge.answer("profile:choose", () => {
    throw new Error("engine gone");
  });
  await user.click(getByRole("button", { name: "Use Direct" }));
  expect(await findByText(/engine gone/)).toBeTruthy();
  expect(getByRole("button", { name: "Use Direct" })).toHaveProperty("disabled", false);
});

test("undoes, tests, resumes, releases and switches automation on request", async () => {
  const { called, getByRole, user } = await renderWindow({ ...PAUSED, hold: "manual" });
  await user.click(getByRole("button", { name: "Undo last switch" }));
  await user.click(getByRole("button", { name: "Test now" }));
  await user.click(getByRole("button", { name: "Go on" }));
  await user.click(getByRole("button", { name: "Release" }));
  await user.click(getByRole("switch", { name: "Switch by itself" }));
  const acts = ["switch:undo", "probe:now", "pause:set", "hold:release", "auto:set"].map((name) => called(name));
  expect(acts).toEqual([[[]], [[]], [[null]], [[]], [[false]]]);
});

test("pauses for the chosen time", async () => {
  const { called, findByRole, getByRole, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: "Pause" }));
  await user.click(await findByRole("menuitem", { name: "For 1 hour" }));
  expect(called("pause:set")).toEqual([[60]]);
});

test("offers no undo when there is none", async () => {
  const { getByRole } = await renderWindow(FIRST_RUN);
  expect(getByRole("button", { name: "Undo last switch" })).toHaveProperty("disabled", true);
});

test("proposes the best profile on the first run and changes nothing by itself", async () => {
  const { called, getByRole, user } = await renderWindow(FIRST_RUN);
  const proposal = within(getByRole("region", { name: "China mirrors looks best on this network" }));
  expect(called("profile:choose")).toEqual([]);
  await user.click(proposal.getByRole("button"));
  expect(called("profile:choose")).toEqual([["china"]]);
});

test("proposes nothing once there was a switch", async () => {
  const { queryByText } = await renderWindow(HEALTHY);
  expect(queryByText(/looks best on this network/)).toBeNull();
});

test("shows each endpoint's health, rate, handshake, looks, TLS, trust and last failure", async () => {
  const { getByRole } = await renderWindow(DEGRADED);
  const row = within(getByRole("row", { name: /proxy\.golang\.org/ }));
  expect(row.getByText("down")).toBeTruthy();
  expect(row.getByText("62%")).toBeTruthy();
  expect(row.getByText("92 ms")).toBeTruthy();
  expect(row.getByRole("img", { name: /Last 60 looks, 23 failed/ })).toBeTruthy();
  expect(row.getByText("1.3")).toBeTruthy();
  expect(row.getByText("public root")).toBeTruthy();
  expect(row.getByText(/TLS handshake: no answer/, { selector: ".column-failure" })).toBeTruthy();
});

test("shows the verdict it is given and makes none of its own", async () => {
  const [first] = HEALTHY.endpoints;
  if (first === undefined) throw new Error("the fixture has endpoints");
  const contrary = { ...first, health: { ...first.health, kind: "down" as const, successRate: 0.5 } };
  const { getByRole } = await renderWindow({ ...HEALTHY, status: "offline", endpoints: [contrary] });
  const row = within(getByRole("row", { name: /proxy\.golang\.org/ }));
  expect(row.getByText("down")).toBeTruthy();
  expect(row.getByText("50%")).toBeTruthy();
  expect(getByRole("heading", { level: 1, name: "Offline" })).toBeTruthy();
});

test("shows forty endpoints and titles of any length", async () => {
  const crowded = await renderWindow(CROWDED);
  expect(crowded.getAllByRole("rowheader")).toHaveLength(40);
  cleanup();
  const long = await renderWindow(LONG_TITLES);
  // Each in the list, the one in force above it too, and some among what else there is.
  const others = LONG_TITLES.weighing.alternatives.length;
  expect(long.getAllByText(/信息工程学院/)).toHaveLength(LONG_TITLES.profiles.length + 1 + others);
});

test("a template is shown without a button that uses it", async () => {
  const { getByText, queryByRole } = await renderWindow(HEALTHY);
  expect(getByText("Template: fill in your proxy first")).toBeTruthy();
  expect(queryByRole("button", { name: "Use Corporate proxy" })).toBeNull();
  expect(queryByRole("button", { name: "Use CI" })).not.toBeNull();
});
