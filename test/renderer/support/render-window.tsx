import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../../../renderer/app.tsx";
import { createWindowStore } from "../../../renderer/store.ts";
import { loadAllViews } from "../../../renderer/views/loaded.ts";
import { WindowStoreContext } from "../../../renderer/window-store.ts";
import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import { fakeBridge } from "./fake-bridge.ts";
import { moreAnswers } from "./more-answers.ts";
import { historyPage } from "./snapshots.ts";

/** The whole window over a fake shell, which parts of it reach as `window.app`, once the first snapshot has arrived. */
export async function renderWindow(snapshot: Snapshot | null, history = historyPage()) {
  await loadAllViews();
  const bridge = fakeBridge({ snapshot, history, more: moreAnswers() });
  Object.defineProperty(window, "app", { value: bridge, configurable: true });
  const store = createWindowStore(bridge);
  store.getState().open();
  const view = render(
    <WindowStoreContext value={store}>
      <App systemLocale="en-GB" />
    </WindowStoreContext>,
  );
  await view.findByRole("main");
  // Without a layout nothing is ever near; from the first key on all is there.
  act(() => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
  });
  if (snapshot !== null) await view.findByRole("navigation");
  const called = (name: string) => bridge.calls.filter((call) => call.name === name).map((call) => call.args);
  return { ...view, bridge, store, called, user: userEvent.setup() };
}
