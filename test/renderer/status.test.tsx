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
  expect(card.getByText(/if https:\/\/proxy.golang.org fails 5 times in a row, China mirrors is chosen/)).toBeTruthy();
  expect(card.getByText(/https:\/\/proxy.golang.org: \d+ looks, 0 failed/)).toBeTruthy();
  expect(card.getByText(/is not meant for a home network, and Global serves/)).toBeTruthy();
});

test("shows every warning and notice with what to do about it, the first ones at once", async () => {
  const { getByRole } = await renderWindow(DEGRADED);
  expect(within(getByRole("region", { name: "What you should know" })).getByText("2 more")).toBeTruthy();
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
  const { getByRole, getByText, getByTitle, user } = await renderWindow({
    ...HEALTHY,
    endpoints: [{ ...first, lights, ...(reuse === null ? {} : { reuse }) }, ...rest],
  });

  expect(getByRole("img", { name: /Checksum database: passed: / }).textContent).toContain("Sums");
  await user.click(getByRole("button", { name: "proxy.golang.org" }));
  expect(getByText(/Checksum database: passed/)).toBeTruthy();
  expect(getByTitle("it serves no Go toolchains (404)").textContent).toContain("Go toolchains: not served");
  expect(getByText(/Cache: not told/)).toBeTruthy();
  expect(getByText(/connections .*for 30 files, each with a full TLS handshake/)).toBeTruthy();
});

/** The row whose details the element is among. */
function endpointAbove(element: HTMLElement | undefined): string | null | undefined {
  return element?.closest("tr")?.previousElementSibling?.textContent;
}

test("tells what checksums cost once, at the proxy that passes lookups, or else at the one that serves", async () => {
  const { checksums } = HEALTHY;
  const entry = HEALTHY.endpoints.find(({ name }) => name === checksums.entry);
  const costs = checksumCosts(checksums, { parallel: 1 }, entry?.recent.at(-1));
  if (costs === null) throw new Error("there is a cost");
  const { bridge, container, getAllByText, queryByText, user } = await renderWindow({
    ...HEALTHY,
    checksumCosts: costs,
  });
  for (const button of container.querySelectorAll(".unfold")) await user.click(button);
  const said = /Checksums of 10 modules .*10 lookups and about 26 tiles/;

  const [passing, ...others] = getAllByText(said);
  expect(others).toEqual([]);
  expect(endpointAbove(passing)).toContain(checksums.entry?.replace("https://", ""));
  act(() => bridge.push({ ...HEALTHY, checksumCosts: costs, checksums: { ...checksums, way: "given", entry: null } }));
  expect(getAllByText(said)).toHaveLength(1);
  expect(endpointAbove(getAllByText(said)[0])).toContain("in use");
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

test("shows each endpoint's health, time, looks, rate and TLS in a line, and everything else at one click", async () => {
  const { getByRole, user } = await renderWindow(DEGRADED);
  const line = getByRole("row", { name: /proxy\.golang\.org/ });
  const row = within(line);
  expect(row.getByText("down")).toBeTruthy();
  expect(row.getByText("62%")).toBeTruthy();
  expect(row.getByText("147 ms")).toBeTruthy();
  expect(row.getByRole("img", { name: /Last 60 looks, 23 failed/ })).toBeTruthy();
  const stages = /name lookup 4 ms · connection 21 ms · TLS handshake \d+ ms · first byte 30 ms · whole look \d+ ms/;
  expect(row.getByRole("img", { name: stages })).toBeTruthy();
  expect(row.getByText("1.3")).toBeTruthy();
  expect(row.getByText("X25519MLKEM768")).toBeTruthy();

  const unfold = row.getByRole("button", { name: "proxy.golang.org" });
  expect(unfold.getAttribute("aria-expanded")).toBe("false");
  await user.click(unfold);
  expect(unfold.getAttribute("aria-expanded")).toBe("true");
  const details = within(line.nextElementSibling as HTMLElement);
  expect(details.getByText("public root")).toBeTruthy();
  expect(details.getByText("92 ms")).toBeTruthy();
  expect(details.getByText("TLS handshake: no answer (now)")).toBeTruthy();
  await user.click(unfold);
  expect(line.nextElementSibling?.textContent ?? "").not.toContain("public root");
});

test("of a thousand endpoints, shows those in trouble first, finds any by name and more on request", async () => {
  const [good] = HEALTHY.endpoints;
  if (good === undefined) throw new Error("the fixture has endpoints");
  const endpoints = Array.from({ length: 1_000 }, (_, n) => {
    const kind = n === 700 ? ("down" as const) : ("healthy" as const);
    return { ...good, name: `https://mirror-${n}.test`, recent: [], health: { ...good.health, kind } };
  });
  const { findByRole, getAllByRole, getByRole, getByText, user } = await renderWindow({ ...HEALTHY, endpoints });
  expect(getAllByRole("rowheader")).toHaveLength(40);
  expect(getAllByRole("rowheader")[0]?.textContent).toContain("mirror-700.test");
  await user.click(getByRole("button", { name: "Show 40 more" }));
  expect(getAllByRole("rowheader")).toHaveLength(80);
  await user.type(getByRole("searchbox", { name: "Find an endpoint" }), "mirror-999");
  expect(await findByRole("rowheader", { name: /mirror-999\.test/ })).toBeTruthy();
  expect(getAllByRole("rowheader")).toHaveLength(1);
  expect(getByText("1 endpoint, those in trouble first")).toBeTruthy();
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
  const list = within(long.getByRole("region", { name: /Profiles and what|各配置/ }));
  expect(list.getAllByRole("heading", { name: /信息工程学院/ })).toHaveLength(LONG_TITLES.profiles.length);
});

test("a template is shown without a button that uses it", async () => {
  const { getByText, queryByRole } = await renderWindow(HEALTHY);
  expect(getByText("Template: fill in your proxy first")).toBeTruthy();
  expect(queryByRole("button", { name: "Use Corporate proxy" })).toBeNull();
  expect(queryByRole("button", { name: "Use CI" })).not.toBeNull();
});
