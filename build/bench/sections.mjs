// The parts of the benchmark, in the order in which they run, and what each needs of the machine.
import { sequential } from "./sections/sequential.mjs";

/**
 * `programs`: what has to be on PATH beside nginx. `bundles`: our programs that it runs. `electron`: "wanted" when plain
 * Node will do without it, "needed" otherwise.
 */
export const SECTIONS = [
  {
    name: "sequential",
    title: "one look after the other",
    run: sequential,
    programs: ["prometheus-blackbox-exporter", "curl"],
    bundles: ["prober"],
    electron: "wanted",
  },
];
