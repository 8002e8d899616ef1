// The demo as the app shows it: the same engine over the simulated world, carried from one network to the next for as
// long as somebody watches. The unattended demo with an end and a verdict is the command line's.
import { type Composed, compose } from "../compose.ts";
import { systemClock } from "../system-clock.ts";
import { SCENES } from "./scenes.ts";
import { createDemoWorld } from "./world.ts";

/** Long enough to see a silent handshake fail three times and to read why. */
const SCENE_MS = 25_000;

/** An engine in the simulated world, switching by itself until the user says otherwise. */
export async function composeDemo(version: string): Promise<Composed> {
  const clock = systemClock;
  const world = await createDemoWorld({ clock, version, env: process.env });
  const { home, caFile, diagnosis, network, prober, env } = world;
  const { engine, close } = compose({ home, env, version, demo: true, caFile, network, prober, diagnosis });
  await engine.call("auto:set", true);
  let place = 0;
  let cancel = clock.after(SCENE_MS, walkOn);

  function walkOn(): void {
    place = (place + 1) % SCENES.length;
    world.enter(SCENES[place] ?? "home");
    cancel = clock.after(SCENE_MS, walkOn);
  }

  return {
    engine,
    close: async () => {
      cancel();
      await close();
      await world.stop();
    },
  };
}
