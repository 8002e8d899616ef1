// `npm run screenshots [-- --check]`: takes the pictures of the window that the tests compare with, anew; with --check it
// only compares. Look at each picture that changed before you keep it.
import { runPageTests } from "./page-tests.mjs";
import { say } from "./process.mjs";

try {
  const renewing = process.argv.includes("--check") ? "0" : "1";
  const files = ["test/e2e/screenshots.test.ts"];
  process.exitCode = await runPageTests({ project: "e2e", files, env: { GANGWAY_RENEW_SCREENSHOTS: renewing } });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
