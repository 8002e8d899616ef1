// `npm run fix`: repairs what needs no thought: format, order of imports, and the findings of lint with one right answer.
import { run } from "./process.mjs";
import { node } from "./tools.mjs";

const STEPS = [node("eslint", "--fix"), node("biome", "check", "--write", ".")];

for (const step of STEPS) {
  const { code } = await run(process.execPath, step);
  if (code !== 0) process.exitCode = 1;
}
