// Counts how often the judge of networks was right.
import type { NetworkKind } from "../../../shared/domain/network.ts";
import type { Outcome } from "./matrix.ts";

const KINDS: readonly NetworkKind[] = ["home", "corporate", "campus", "captive", "offline", "unknown"];

/** From this confidence on a wrong kind is a confident one. */
const CONFIDENT = 0.8;

/** Whether a wrong kind was named, and confidently. */
export function isConfidentlyWrong({ expected, judged }: Outcome): boolean {
  return judged.kind !== expected && judged.kind !== "unknown" && judged.confidence >= CONFIDENT;
}

/** Share of right ones, 0 to 1; 1 when there are none. */
export function shareRight(outcomes: readonly Outcome[]): number {
  const right = outcomes.filter(({ expected, judged }) => judged.kind === expected).length;
  return outcomes.length === 0 ? 1 : right / outcomes.length;
}

function percent(outcomes: readonly Outcome[]): string {
  const wrong = outcomes.filter(isConfidentlyWrong).length;
  return `${(100 * shareRight(outcomes)).toFixed(1)} % of ${outcomes.length} right, ${wrong} confidently wrong`;
}

/** The matrix of what networks are and what they were judged to be, as lines of text. */
export function matrixText(outcomes: readonly Outcome[]): string {
  const rows = KINDS.filter((kind) => outcomes.some(({ expected }) => expected === kind)).map((kind) => {
    const those = outcomes.filter(({ expected }) => expected === kind);
    return [kind, ...KINDS.map((judged) => String(those.filter((one) => one.judged.kind === judged).length))];
  });
  const lines = [["is \\ judged", ...KINDS], ...rows].map((row) =>
    row
      .map((cell) => cell.padEnd(12))
      .join("")
      .trimEnd(),
  );
  const even = outcomes.filter(({ seed }) => seed % 2 === 0);
  const odd = outcomes.filter(({ seed }) => seed % 2 === 1);
  return [...lines, "", `tuned on (even seeds): ${percent(even)}`, `held out (odd seeds): ${percent(odd)}`].join("\n");
}

/** A line for each network that was not judged rightly. */
export function mistakes(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes
    .filter(({ expected, judged }) => judged.kind !== expected)
    .map(({ scene, seed, judged }) => {
      const { kind, confidence, evidence, looks } = judged;
      return `${scene} #${seed}: ${kind} ${confidence}; ${evidence.join(" ")}; ${looks.join(" | ")}`;
    });
}
