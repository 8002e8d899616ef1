// A folder of a test's own, gone when the test is over.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** The path of a new, empty folder that is removed, with all in it, after the running test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gangway-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
