// The parts of the benchmark, in the order in which they run, and what each needs of the machine. The
// last one takes what time is left.
import { busy } from "./sections/busy.mjs";
import { idle } from "./sections/idle.mjs";
import { many } from "./sections/many.mjs";
import { memory } from "./sections/memory.mjs";
import { sequential } from "./sections/sequential.mjs";

/**
 * `programs`: what has to be on PATH beside nginx. `bundles`: our programs that it runs. `electron`: "wanted" when plain
 * Node will do without it, "needed" otherwise. `built`: whether it runs the app as built.
 */
export const SECTIONS = [
  {
    name: "sequential",
    title: "one look after the other",
    run: sequential,
    programs: ["prometheus-blackbox-exporter", "curl"],
    bundles: ["prober"],
    electron: "wanted",
    built: false,
  },
  {
    name: "busy",
    title: "an app whose main process is busy",
    run: busy,
    programs: ["Xvfb", "dbus-daemon"],
    bundles: ["prober", "busy-app"],
    electron: "needed",
    built: false,
  },
  {
    name: "many",
    title: "a thousand endpoints",
    run: many,
    programs: ["prometheus-blackbox-exporter"],
    bundles: ["prober"],
    electron: "wanted",
    built: false,
  },
  {
    name: "idle",
    title: "the whole app at rest",
    run: idle,
    programs: ["prometheus", "prometheus-blackbox-exporter", "Xvfb", "dbus-daemon"],
    bundles: [],
    electron: "needed",
    built: true,
  },
  {
    name: "memory",
    title: "memory over very many looks",
    run: memory,
    programs: [],
    bundles: ["prober"],
    electron: "wanted",
    built: false,
  },
];
