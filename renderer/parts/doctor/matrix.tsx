import type { Cell } from "../../../shared/domain/diagnosis.ts";
import { cellTime, grouped, sayCell, sayOutcome } from "../../../shared/view/diagnosis-text.ts";
import { useSpeech } from "../../speech.ts";
import { Mark, type MarkKind } from "../mark.tsx";
import { WideTable } from "../wide-table.tsx";

const MARKS: Readonly<Record<Cell["outcome"], MarkKind>> = { ok: "healthy", failed: "down", skipped: "unknown" };

/** Width of a bar in its own units. */
const WIDTH = 100;

/** What was tried, each with its outcome by shape and word, its time as a bar, and what came back. */
export function Matrix({ cells }: { readonly cells: readonly Cell[] }) {
  const { t } = useSpeech();
  if (cells.length === 0) return null;
  const longest = Math.max(1, ...cells.map(timeOf));
  const head = ["cell", "result", "ms", "what"].map((key) => t(`diagnose:head.${key}`));
  return (
    <WideTable label={t("diagnose:title.matrix")} head={head}>
      {cells.map((cell) => (
        <tr key={cell.id}>
          <th scope="row">
            {sayCell(t, cell.id)}
            {cell.helloBytes !== undefined && (
              <span className="hint"> {t("doctor:diagnose.bytes", { bytes: grouped(cell.helloBytes) })}</span>
            )}
          </th>
          <td>
            <span className={`verdict verdict-${MARKS[cell.outcome]}`}>
              <Mark kind={MARKS[cell.outcome]} />
              {t(`diagnose:outcome.${cell.outcome}`)}
            </span>
          </td>
          <td className="matrix-time">
            {cellTime(cell)}
            <svg className="matrix-bar" viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" aria-hidden="true">
              <rect
                className={cell.outcome === "failed" ? "bar-failed" : "bar-ok"}
                width={(WIDTH * timeOf(cell)) / longest}
                height={6}
              />
            </svg>
          </td>
          <td>{sayOutcome(t, cell)}</td>
        </tr>
      ))}
    </WideTable>
  );
}

function timeOf({ answerMs, handshakeMs, outcome, waitedMs }: Cell): number {
  return outcome === "skipped" ? 0 : (answerMs ?? handshakeMs ?? waitedMs ?? 0);
}
