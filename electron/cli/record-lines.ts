// A file of one JSON value a line, read line by line, so that its size does not matter.
import { createReadStream } from "node:fs";
import { Objection } from "./objection.ts";

/** Longer than any record; a file without line ends is not kept in memory whole. */
const MAX_LINE = 1_000_000;

const STANDARD_INPUT = "-";

/** One line that is not blank, and its number, from 1. */
export interface RecordLine {
  readonly number: number;
  readonly text: string;
}

/** The lines of a file, `-` for standard input. A file that cannot be read, or is none of lines, is an objection. */
export async function* recordLines(file: string): AsyncGenerator<RecordLine> {
  let number = 0;
  let rest = "";
  for await (const chunk of chunksOf(file)) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > MAX_LINE) throw tooLong(file, number + parts.length + 1);
    for (const text of parts) {
      number += 1;
      if (text.length > MAX_LINE) throw tooLong(file, number);
      if (text.trim() !== "") yield { number, text: number === 1 ? text.replace(/^\uFEFF/, "") : text };
    }
  }
  if (rest.trim() !== "") yield { number: number + 1, text: rest };
}

function tooLong(file: string, line: number): Objection {
  return new Objection("bad-replay", { file, line, problem: (t) => t("cli:replay-file.too-long", { most: MAX_LINE }) });
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  const stream = file === STANDARD_INPUT ? process.stdin : createReadStream(file);
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream) yield String(chunk);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Objection("file-unreadable", { file, problem: error.message });
  }
}
