// A private X display for tests: a number that was free, ended by its process id.
import { spawn } from "node:child_process";
import { once } from "node:events";

/** Xvfb is up in about 0.1 s; this is when it hangs, in ms. */
const READY_MS = 10_000;

/** Large enough for the window at its preferred size and the panel. */
const SCREEN = "1400x1000x24";

/** Starts Xvfb and answers {display, stop}. Throws when it does not come up. */
export async function startDisplay() {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const stop = () => server.kill("SIGTERM");
  process.once("exit", stop);
  try {
    const [number] = await Promise.race([
      once(server.stdio[3], "data", { signal: AbortSignal.timeout(READY_MS) }),
      once(server, "exit").then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
    ]);
    return { display: `:${number.toString().trim()}`, stop: () => ended(server, stop) };
  } catch (error) {
    stop();
    throw error;
  }
}

async function ended(server, stop) {
  process.off("exit", stop);
  if (server.exitCode !== null || server.signalCode !== null) return;
  stop();
  await once(server, "exit");
}
