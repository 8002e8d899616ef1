import { cleanup } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { CORRECTED } from "./support/corrected.ts";
import { renderWindow } from "./support/render-window.tsx";
import { DEGRADED, FIRST_RUN, HEALTHY } from "./support/snapshots.ts";

afterEach(cleanup);

/** What axe finds wrong. Contrast needs a layout, which only a browser has; see test/e2e/page.test.ts. */
async function faults(container: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

test.each([
  ["healthy", HEALTHY],
  ["degraded", DEGRADED],
  ["corrected", CORRECTED],
  ["first run", FIRST_RUN],
])("axe finds nothing in the status view: %s", async (_name, snapshot) => {
  const { container } = await renderWindow(snapshot);
  expect(await faults(container)).toEqual([]);
});

test.each(["History", "Settings"])("axe finds nothing in the view %s", async (view) => {
  const { container, findByRole, getByRole, user } = await renderWindow(HEALTHY);
  await user.click(getByRole("button", { name: view }));
  await findByRole("heading", { level: 1, name: view });
  if (view === "History") await findByRole("img", { name: /Median time/ });
  expect(await faults(container)).toEqual([]);
});

test("axe finds what is wrong here, too", async () => {
  document.body.innerHTML = "<main><button></button><img src='x.png'></main>";
  expect(await faults(document.body)).toHaveLength(2);
});
