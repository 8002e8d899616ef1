import { useId } from "react";
import type { FoundFinding, Source } from "../../shared/domain/finding-source.ts";
import type { Severity } from "../../shared/domain/lint-finding.ts";
import { sayFinding } from "../../shared/view/finding.ts";
import { useSpeech } from "../speech.ts";
import { CopyButton } from "./copy-button.tsx";
import { Mark, type MarkKind } from "./mark.tsx";

const MARKS: Readonly<Record<Severity, MarkKind>> = { error: "down", warning: "degraded", info: "unknown" };

/** Findings of the linter, each with what Go really does and, where there is one, its remedy at one click. */
export function FindingList(props: {
  readonly findings: readonly FoundFinding[];
  readonly fix: (changes: Readonly<Record<string, string | null>>, finding: FoundFinding) => void;
}) {
  const { t } = useSpeech();
  return (
    <ul className="findings">
      {props.findings.map((finding) => {
        const { byHand, code, severity, at, fix, source } = finding;
        const place = [at?.variable, at?.text].filter((part) => part !== undefined && part !== "").join(" ");
        return (
          <li key={`${code} ${place} ${finding.variant ?? ""}`} className={`finding finding-${severity}`}>
            <Mark kind={MARKS[severity]} />
            <div className="finding-words">
              <p>
                <strong>{t(`cli:lint.severity.${severity}`)}</strong> {place !== "" && <code>{place}</code>}
              </p>
              <p>{sayFinding(t, finding)}</p>
              {source !== undefined && <Place source={source} />}
              {byHand !== undefined && <ByHand command={byHand} />}
            </div>
            {fix !== undefined && (
              <button type="button" className="button" onClick={() => props.fix(fix.changes, finding)}>
                {t("window:fix", { change: sayChanges(fix.changes, t("window:unset")) })}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Place({ source: { origin, where } }: { readonly source: Source }) {
  const { t } = useSpeech();
  return (
    <p className="hint">
      {t(`doctor:origin.${origin}`)} {where !== undefined && <code>{where}</code>}
    </p>
  );
}

/** What no change of the go env file does, to be done by the reader. */
function ByHand({ command }: { readonly command: string }) {
  const { t } = useSpeech();
  const id = useId();
  return (
    <div className="by-hand">
      <p className="hint">{t("doctor:by-hand.hint")}</p>
      <code id={id}>{command}</code>
      <CopyButton text={command} label={t("doctor:by-hand.copy")} describedBy={id} />
    </div>
  );
}

function sayChanges(changes: Readonly<Record<string, string | null>>, unset: string): string {
  return Object.entries(changes)
    .map(([name, value]) => (value === null ? `${name} → ${unset}` : `${name}=${value}`))
    .join(" ");
}
