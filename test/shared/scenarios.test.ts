import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { play } from "../support/scenario.ts";

// Each file: a script, a line `----`, and what the core decided. `UPDATE=1 npm run check` writes the lower half anew;
// commit only what you understand.

const FOLDER = path.join(import.meta.dirname, "../scenarios");
const SEPARATOR = "\n----\n";

describe("scenarios", () => {
  const files = fs.readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));

  test.each(files)("%s", (file) => {
    const full = path.join(FOLDER, file);
    const [script = "", expected = ""] = fs.readFileSync(full, "utf8").split(SEPARATOR);
    const actual = `${play(script).join("\n")}\n`;
    if (process.env["UPDATE"] === "1") fs.writeFileSync(full, `${script.trimEnd()}${SEPARATOR}${actual}`);
    else expect(actual).toBe(expected);
  });

  test("there are scenarios", () => {
    expect(files.length).toBeGreaterThan(8);
  });
});
