// A Vitest reporter that writes what the tally needs: Vitest's JSON report, with the reason of each skipped test,
// which the report of Vitest itself leaves out. Writes to the file that GANGWAY_TEST_RESULTS_FILE names.
import { writeFileSync } from "node:fs";

const STATUS = { passed: "passed", failed: "failed", skipped: "skipped", pending: "skipped" };

/** Collects at the end of a run; says nothing itself. */
export default class ResultsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.GANGWAY_TEST_RESULTS_FILE;
    if (!file) throw new Error("GANGWAY_TEST_RESULTS_FILE is not set");
    const testResults = modules.map((module) => ({
      name: module.moduleId,
      message: module.errors()[0]?.message ?? "",
      status: module.ok() ? "passed" : "failed",
      assertionResults: [...module.children.allTests()].map(resultOf),
    }));
    writeFileSync(file, JSON.stringify({ testResults, unhandled: unhandledErrors.length }));
  }
}

function resultOf(test) {
  const { state, note } = test.result();
  const todo = test.options.mode === "todo";
  return { fullName: test.fullName, status: todo ? "todo" : STATUS[state], note };
}
