// `npm run pictures`: makes the pictures of the README, docs/images, from the built page.
import { runPageTests } from "./page-tests.mjs";
import { say } from "./process.mjs";

try {
  process.exitCode = await runPageTests({ project: "pictures" });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
