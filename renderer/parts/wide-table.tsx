import type { ReactNode } from "react";
import { useSpeech } from "../speech.ts";

/** A table that scrolls by itself where the window is narrower. `columns` are keys of `window:history`. */
export function WideTable({
  title,
  columns,
  children,
}: {
  readonly title: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}) {
  const { t } = useSpeech();
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={title}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`window:history.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
