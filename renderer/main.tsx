import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { bridge } from "./bridge.ts";
import { createWindowStore } from "./store.ts";
import { WindowStoreContext } from "./window-store.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

const store = createWindowStore(bridge());
store.getState().open();

createRoot(root).render(
  <StrictMode>
    <WindowStoreContext value={store}>
      <App systemLocale={navigator.language} />
    </WindowStoreContext>
  </StrictMode>,
);
