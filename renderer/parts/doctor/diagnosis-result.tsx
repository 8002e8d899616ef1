import type { Diagnosis } from "../../../shared/domain/diagnosis.ts";
import { type Summary, summarise } from "../../../shared/domain/diagnosis-summary.ts";
import { diagnosisRecord } from "../../../shared/view/diagnosis-record.ts";
import { reportOn } from "../../../shared/view/diagnosis-report.ts";
import {
  type Diagnosed,
  hostIn,
  sayNote,
  sayRemedy,
  saySpeaker,
  sayVerdict,
  sayWait,
} from "../../../shared/view/diagnosis-text.ts";
import { createTranslate } from "../../../shared/view/translate.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { CopyButton } from "../copy-button.tsx";
import { Mark, type MarkKind } from "../mark.tsx";
import { SaveButton } from "../save-button.tsx";
import { Matrix } from "./matrix.tsx";

/** Verdicts with which Go works: they deserve no alarm. */
const MILD: ReadonlySet<Summary["verdict"]> = new Set(["tls12-only", "ipv6-broken", "split-hello-intolerant"]);

function markOf({ verdict }: Summary): MarkKind {
  if (verdict === "fine") return "healthy";
  return MILD.has(verdict) ? "degraded" : "down";
}

const HELPS: Readonly<Record<"yes" | "no" | "unknown", MarkKind>> = {
  yes: "healthy",
  no: "unknown",
  unknown: "degraded",
};

/** What a diagnosis found: the verdict, why, all that was tried, what go loses, what helps; and the report for others. */
export function DiagnosisResult({ diagnosis, isOpen }: { readonly diagnosis: Diagnosis; readonly isOpen: boolean }) {
  const { t, clock } = useSpeech();
  const { at } = useSnapshot();
  const summary = summarise(diagnosis);
  const diagnosed: Diagnosed = { diagnosis, summary };
  return (
    <details open={isOpen} className="diagnosis">
      <summary>
        <span className={`verdict verdict-${markOf(summary)}`}>
          <Mark kind={markOf(summary)} />
          {hostIn(diagnosis.endpoint)}
        </span>{" "}
        <span className="hint">{clock(diagnosis.at, at)}</span>
      </summary>
      <div className="diagnosis-body">
        <p className="lead">{sayVerdict(t, diagnosed)}</p>
        <Facts diagnosed={diagnosed} />
        <Lines title={t("diagnose:title.why")} lines={summary.because.map((note) => sayNote(t, note))} />
        <Matrix cells={diagnosis.matrix} />
        <Lines title={t("diagnose:title.cost")} lines={[sayWait(t, summary.goWait)]} />
        <Remedies summary={summary} />
        <Report diagnosed={diagnosed} />
      </div>
    </details>
  );
}

function Facts({ diagnosed }: { readonly diagnosed: Diagnosed }) {
  const { t } = useSpeech();
  const { diagnosis, summary } = diagnosed;
  const { issuer, trust } = summary.interception;
  const certificate =
    trust === "unknown"
      ? t("diagnose:certificate.none")
      : t("diagnose:certificate.seen", { issuer: issuer ?? "-", trust: t(`words:trust.${trust}`) });
  const facts = [
    ["speaks", saySpeaker(t, diagnosis)],
    ["route", t(`diagnose:route.${diagnosis.situation.via}`)],
    ["tls13", t(`diagnose:tls13.${summary.tls13}`)],
    ["large", t(`diagnose:large.${summary.largeHello}`)],
    ["certificate", certificate],
  ] as const;
  return (
    <dl className="facts facts-wide">
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`diagnose:line.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className="evidence">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Remedies({ summary }: { readonly summary: Summary }) {
  const { t } = useSpeech();
  if (summary.remedies.length === 0) return null;
  return (
    <section>
      <h3>{t("diagnose:title.helps")}</h3>
      <ul className="findings">
        {summary.remedies.map((remedy) => (
          <li key={remedy.id} className="finding">
            <Mark kind={HELPS[remedy.helps]} />
            <p className="finding-words">
              <strong>{t(`diagnose:helps.${remedy.helps}`)}</strong> {sayRemedy(t, remedy)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The report for those who can change the network: names no user, no path of the home folder, no credentials. */
function Report({ diagnosed }: { readonly diagnosed: Diagnosed }) {
  const { t } = useSpeech();
  const { network, version } = useSnapshot();
  const text = reportOn(t, diagnosed, { version, network: t(`words:kind.${network.kind}`) });
  const json = `${JSON.stringify(diagnosisRecord(createTranslate("en"), diagnosed), null, 2)}\n`;
  const name = `gangway-${hostIn(diagnosed.diagnosis.endpoint)}`;
  return (
    <section>
      <h3>{t("doctor:report.title")}</h3>
      <p className="hint">{t("doctor:report.hint")}</p>
      <div className="actions">
        <CopyButton text={text} label={t("doctor:report.copy")} />
        <SaveButton name={`${name}.md`} text={text} label={t("doctor:report.markdown")} />
        <SaveButton name={`${name}.json`} text={json} label={t("doctor:report.json")} />
      </div>
    </section>
  );
}
