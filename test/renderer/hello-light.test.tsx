import { cleanup } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { GoHello } from "../../shared/domain/sample.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { renderWindow } from "./support/render-window.tsx";
import { HEALTHY } from "./support/snapshots.ts";

afterEach(cleanup);

/** The healthy snapshot whose first endpoint has this hello in its last sample but one. */
function withHello(goHello: GoHello): Snapshot {
  const [first, ...others] = HEALTHY.endpoints;
  if (first === undefined) throw new Error("the fixture has endpoints");
  const recent = first.recent.map((sample, index) =>
    index === first.recent.length - 2 ? { ...sample, goHello } : sample,
  );
  return { ...HEALTHY, endpoints: [{ ...first, recent }, ...others] };
}

test.each<readonly [GoHello, string]>([
  [
    { version: "1.27.0", origin: "captured", outcome: "ok", group: "X25519MLKEM768" },
    "The TLS hello of Go 1.27.0, captured on this machine, gets through",
  ],
  [
    { version: "1.26.8", origin: "shipped", outcome: "failed", kind: "reset" },
    "The TLS hello of Go 1.26.8, shipped with Gangway, does not get through (reset): the go command would fail here",
  ],
  [
    { version: "1.22.1", origin: "shipped", outcome: "ok", group: "P-384", retryRequest: true },
    "The TLS hello of Go 1.22.1, shipped with Gangway, gets through, but the server asks for another key exchange: one round trip more",
  ],
])("the light of Go's hello says what came of it", async (hello, sentence) => {
  const { getByRole } = await renderWindow(withHello(hello));

  const light = getByRole("img", { name: sentence });

  expect(light.title).toBe(sentence);
});

test("there is no light where Go's hello was not said", async () => {
  const { queryByRole } = await renderWindow(HEALTHY);

  expect(queryByRole("img", { name: /TLS hello of Go/ })).toBeNull();
});
