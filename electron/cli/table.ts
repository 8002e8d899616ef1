import { stripVTControlCharacters } from "node:util";
import { type Style, type Terminal, widthOf } from "./terminal.ts";

/** One cell: plain text, or text with a look. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** Columns stand this far apart. */
const GAP = "  ";

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** The text without anything that moves the cursor or breaks the line: values may come from the network. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}+/gu, " ");
}

/** The rows as lines with aligned columns; a head, when given, is dim. Nothing is cut off. */
export function tableLines(
  terminal: Terminal,
  rows: readonly (readonly Cell[])[],
  head?: readonly string[],
): readonly string[] {
  const all = head === undefined ? rows : [head.map((text): Cell => ({ text, style: "dim" })), ...rows];
  const widths: number[] = [];
  for (const row of all) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(oneLine(textOf(cell))));
    }
  }
  return all.map((row) => {
    const cells = row.map((cell, column) => {
      const text = oneLine(textOf(cell));
      const isLast = column === row.length - 1;
      const pad = isLast ? "" : " ".repeat((widths[column] ?? 0) - widthOf(text));
      return (typeof cell === "string" || text === "" ? text : terminal.paint(cell.style, text)) + pad;
    });
    return cells.join(GAP).trimEnd();
  });
}

/** Prints the rows with aligned columns. */
export function printTable(terminal: Terminal, rows: readonly (readonly Cell[])[], head?: readonly string[]): void {
  for (const line of tableLines(terminal, rows, head)) terminal.print(line);
}
