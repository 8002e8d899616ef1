// `npm run bench:pan`: frames a second while the chart of 90 days and 16 endpoints is moved, beside a bare canvas that is
// moved by the same hand in the same run. Prints both and their ratio; see docs/benchmarks.md.
import { runPageTests } from "../page-tests.mjs";
import { say } from "../process.mjs";

try {
  process.exitCode = await runPageTests({ project: "panning" });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
