// Text tables for people: words to the left, figures to the right. Pure.
import { judgeGoal } from "./goals.mjs";

/**
 * A figure as a text: as many digits as it deserves, a dash for what was not measured.
 * @param {number | undefined} value
 */
export function figure(value) {
  if (value === undefined || !Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : 2);
}

/**
 * Rows of texts under a head, columns aligned, two spaces between them. Columns that hold words are named in `words`.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @param {readonly number[]} words
 */
export function table(head, rows, words = [0]) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const aligned = (cell, column) =>
    words.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return [head, ...rows].map((cells) => cells.map(aligned).join("  ").trimEnd()).join("\n");
}

/**
 * The goals and whether each was reached.
 * @param {readonly import("./goals.mjs").Measured[]} measured
 */
export function goalTable(measured) {
  const rows = measured.map((one) => {
    const { goal, at, ours, theirs } = one;
    const { ratio, words } = judgeGoal(one);
    const unit = goal.unit ?? "";
    const name = [goal.what, goal.peer && `/ ${goal.peer}`, at && `at ${at}`].filter(Boolean).join(" ");
    return [name, figure(ours) + unit, figure(theirs), figure(ratio), `<= ${goal.limit}${unit}`, words];
  });
  return table(["goal", "ours", "peer", "ratio", "wanted", "verdict"], rows, [0, 5]);
}
