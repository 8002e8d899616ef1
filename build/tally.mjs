// Adds up the results of the steps of `npm test`. Pure.

const NOTHING = { passed: 0, failed: 0, skipped: [], failures: [] };

/**
 * Counts one Vitest report: {passed, failed, skipped: [{name, reason}], failures: [name]}. A file that failed
 * although none of its tests did (it could not be loaded, or its set-up broke) counts as one failed.
 * @param {{testResults: readonly any[], unhandled?: number}} report
 */
export function countReport({ testResults, unhandled = 0 }) {
  /** @type {{passed: number, failed: number, skipped: {name: string, reason: string}[], failures: string[]}} */
  const count = { ...NOTHING, skipped: [], failures: [] };
  for (const { name, status, message, assertionResults } of testResults) {
    for (const result of assertionResults) addResult(count, result);
    const ownFailure = status === "failed" && !assertionResults.some((result) => result.status === "failed");
    if (ownFailure) count.failures.push(`${name}: ${message || "could not be run"}`);
  }
  if (unhandled > 0) count.failures.push(`${unhandled} errors outside of any test`);
  return { ...count, failed: count.failures.length };
}

function addResult(count, { fullName, status, note }) {
  if (status === "passed") count.passed += 1;
  else if (status === "failed") count.failures.push(fullName);
  else
    count.skipped.push({ name: fullName, reason: note ?? (status === "todo" ? "not written yet" : "no reason given") });
}

/**
 * What one step brought. `report`: what it counted, undefined when it ended before that. A step that failed without
 * a failed test counts as one failed, and so does one that had tests to count and counted none.
 * @param {{name: string, code: number | null, report?: {testResults: readonly object[], unhandled?: number}, why?: string}} step
 */
export function countStep({ name, code, report, why }) {
  const count = report ? countReport(report) : { ...NOTHING };
  if (count.failed > 0) return { name, ...count };
  const empty = report !== undefined && count.passed + count.skipped.length === 0;
  if (code === 0 && !empty) return { name, ...count };
  const failure = `step ${name}: ${why ?? (empty ? "found no tests" : `failed (${code})`)}`;
  return { name, ...count, failed: 1, failures: [failure] };
}

/** All steps together. */
export function addUp(counts) {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

/** The last line of a run: `N passed, M failed[, K skipped]`. */
export function lastLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped.length > 0 ? `${line}, ${skipped.length} skipped` : line;
}
