import type { Finding, Severity } from "../../shared/domain/lint-finding.ts";
import { sayFinding } from "../../shared/view/finding.ts";
import { useSpeech } from "../speech.ts";
import { Mark, type MarkKind } from "./mark.tsx";

const MARKS: Readonly<Record<Severity, MarkKind>> = { error: "down", warning: "degraded", info: "unknown" };

/** Findings of the linter, each with what Go really does and, where there is one, its remedy at one click. */
export function FindingList(props: {
  readonly findings: readonly Finding[];
  readonly fix: (changes: Readonly<Record<string, string | null>>) => void;
}) {
  const { t } = useSpeech();
  return (
    <ul className="findings">
      {props.findings.map((finding) => {
        const { code, severity, at, fix } = finding;
        const place = [at?.variable, at?.text].filter((part) => part !== undefined && part !== "").join(" ");
        return (
          <li key={`${code} ${place} ${finding.variant ?? ""}`} className={`finding finding-${severity}`}>
            <Mark kind={MARKS[severity]} />
            <div className="finding-words">
              <p>
                <strong>{t(`cli:lint.severity.${severity}`)}</strong> {place !== "" && <code>{place}</code>}
              </p>
              <p>{sayFinding(t, finding)}</p>
            </div>
            {fix !== undefined && (
              <button type="button" className="button" onClick={() => props.fix(fix.changes)}>
                {t("window:fix", { change: sayChanges(fix.changes) })}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function sayChanges(changes: Readonly<Record<string, string | null>>): string {
  return Object.entries(changes)
    .map(([name, value]) => (value === null ? `-u ${name}` : `${name}=${value}`))
    .join(" ");
}
