// What was measured, as lines for a reader.
import { type Measured, seconds } from "./measure.ts";

function spread(values: readonly number[]): string {
  if (values.length === 0) return "never";
  const [p50, p95, most] = [0.5, 0.95, 1].map((fraction) => seconds(values, fraction).toFixed(1));
  return `P50 ${p50} s, P95 ${p95} s, at most ${most} s (${values.length})`;
}

/** The figures of many worlds, each on a line. */
export function reportOf(name: string, sum: Measured): string {
  const { left, worlds, moves, looks } = sum;
  const each = (count: number): string => (count / worlds).toFixed(2);
  return [
    `${name}: ${worlds} days, ${each(moves)} switches and ${Math.round(looks / worlds)} looks a day`,
    `  left, told at once:     ${spread(left.hard.afterFirst)} after the first failure; ${spread(left.hard.afterBreak)} after the break`,
    `  left, silent:           ${spread(left.silent.afterFirst)} after the first failure; ${spread(left.silent.afterBreak)} after the break`,
    `  right on known network: ${spread(sum.arrived)}`,
    `  returned:               ${spread(sum.returned)} after the end of the break`,
    `  false switches: ${sum.falseMoves}; not left in time: ${sum.notLeft.length}; forbidden: ${sum.forbidden.length}`,
  ].join("\n");
}
