// The engine as a utilityProcess of the app: messages in, messages out. All judgement and all acting is in the engine.
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { version } from "../../package.json" with { type: "json" };
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import type { FromEngine, ToEngine } from "../../shared/ipc/engine-messages.ts";
import { SnapshotWriter } from "../../shared/ipc/snapshot-wire.ts";
import { SMALL_HEAP, SWEEP_AFTER, sweep } from "../../shared/small-heap.ts";
import { type Composed, compose } from "./compose.ts";
import type { Engine } from "./engine-api.ts";
import { locateHome } from "./store/home.ts";
import { systemClock } from "./system-clock.ts";

/** The part of Electron's `process.parentPort` that is used; plain Node has none. */
interface ParentPort {
  on(event: "message", receive: (message: { readonly data: ToEngine }) => void): void;
  postMessage(message: FromEngine): void;
}

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
if (port === undefined) throw new Error("the engine's entry runs only as a utilityProcess of the app");

// 5 MB less, and a look takes as long as before.
for (const flag of SMALL_HEAP) setFlagsFromString(flag);
systemClock.after(SWEEP_AFTER, () => {
  sweep(runInNewContext("gc"));
});

serve(await composeFor(process.argv.slice(2)), port);

/** The engine for the arguments that the app starts its process with: `--home DIR [--demo]`. */
async function composeFor(args: readonly string[]): Promise<Composed> {
  const options = { home: { type: "string" }, demo: { type: "boolean" } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.demo === true) {
    // Loaded here: the making of certificates is of no use outside the demo.
    const { composeDemo } = await import("./demo/walk.ts");
    return composeDemo(version);
  }
  const home = locateHome({ flag: values.home, env: process.env, platform: process.platform });
  return compose({ home, env: process.env, version, loginShell: true });
}

function serve(host: Composed, to: ParentPort): void {
  const { engine } = host;
  const writer = new SnapshotWriter();
  const tell = (snapshot: Snapshot): void => {
    to.postMessage({ type: "snapshot", snapshot: writer.write(snapshot) });
  };
  engine.onSnapshot(tell);
  engine.onAnnouncement((announcement) => {
    to.postMessage({ type: "announce", announcement });
  });
  to.on("message", ({ data }) => {
    void receive(host, to, data);
  });
  void engine.start().then(() => {
    tell(engine.snapshot());
  });
}

async function receive(host: Composed, to: ParentPort, message: ToEngine): Promise<void> {
  const { engine } = host;
  switch (message.type) {
    case "call":
      await answer(engine, to, message);
      return;
    case "resumed":
      engine.resumed();
      return;
    case "suspended":
      engine.suspended();
      return;
    case "power":
      engine.power(message.onBattery);
      return;
    case "online":
      engine.networkMayHaveChanged();
      return;
    case "desktop-routes":
      engine.desktopRoutes(message.routes);
      return;
    case "restarted":
      engine.restarted(message.times);
      return;
    case "stop":
      await host.close();
      to.postMessage({ type: "stopped" });
      process.exit(0);
      return;
    default:
      message satisfies never;
  }
}

async function answer(engine: Engine, to: ParentPort, message: Extract<ToEngine, { type: "call" }>): Promise<void> {
  const { id, name, args } = message;
  try {
    // The shell has validated the arguments against the contract before they came here.
    const value = await engine.call(name, ...(args as never));
    to.postMessage({ type: "answer", id, value });
  } catch (error) {
    to.postMessage({ type: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}
