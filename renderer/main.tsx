import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SWEEP_AFTER, sweep } from "../shared/small-heap.ts";
import { App } from "./app.tsx";
import { watchAttention } from "./attention.ts";
import { bridge } from "./bridge.ts";
import { firstPaint } from "./first-paint.ts";
import { createWindowStore } from "./store.ts";
import { WindowStoreContext } from "./window-store.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

const shell = bridge();
const store = createWindowStore(shell);
const painted = firstPaint();
void painted.then(() => {
  // Not heard, figures come later; nothing else is lost.
  watchAttention(() => void shell["window:attended"]().catch(() => undefined));
});
void painted.then(() => setTimeout(sweepWhenIdle, SWEEP_AFTER));
// Asking has the shell load what answers, and that keeps it from putting the picture on the screen.
store.getState().open(painted);
// Answered within milliseconds, and then drawn at once: a notice that the app is starting would only flash.
await store.getState().recall();

createRoot(root).render(
  <StrictMode>
    <WindowStoreContext value={store}>
      <App systemLocale={navigator.language} />
    </WindowStoreContext>
  </StrictMode>,
);

function sweepWhenIdle(): void {
  requestIdleCallback(() => {
    sweep((globalThis as { readonly gc?: unknown }).gc);
  });
}
