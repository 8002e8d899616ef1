// V8 keeps the source of every script: one character that Latin-1 lacks, and all of it takes two bytes a character and is
// read more slowly. So what is written out names such characters by their number.
import type { Plugin } from "vite";

/** Escapes every character beyond ASCII in the scripts of the bundle, which have them in strings and patterns alone. */
export function asciiScripts(): Plugin {
  return {
    name: "gangway:ascii-scripts",
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type === "chunk") output.code = output.code.replaceAll(/[^\0-\x7f]/g, escaped);
      }
    },
  };
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
