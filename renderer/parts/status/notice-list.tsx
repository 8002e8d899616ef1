import { trialCommand } from "../../../shared/domain/desktop-route.ts";
import type { Notice, Snapshot } from "../../../shared/domain/snapshot.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { Mark } from "../mark.tsx";

interface Line {
  readonly key: string;
  readonly what: string;
  readonly remedy: string;
  /** What tries the remedy, where that can be tried. */
  readonly trial?: string;
}

/** Notices that a warning of the snapshot says better, with the value that wins. */
const SAID_BY_WARNING: Readonly<Partial<Record<Notice["code"], string>>> = {
  shadowed: "shadowed-by-os",
  "goenv-off": "goenv-off",
  "go-not-found": "go-not-found",
};

/** More than these would push what is so now out of sight; the rest is one click away. */
const SHOWN = 2;

/** What the user must know, each with what to do. Nothing when there is nothing. */
export function NoticeList() {
  const speech = useSpeech();
  const lines = linesOf(useSnapshot(), speech);
  if (lines.length === 0) return null;
  const [shown, rest] = [lines.slice(0, SHOWN), lines.slice(SHOWN)];
  return (
    <section className="notices note-warn" aria-label={speech.t("window:warnings.title")}>
      <ul>
        {shown.map((line) => (
          <NoticeItem key={line.key} line={line} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>{speech.t("window:warnings.more", { count: rest.length })}</summary>
          <ul>
            {rest.map((line) => (
              <NoticeItem key={line.key} line={line} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function NoticeItem({ line }: { readonly line: Line }) {
  const { what, remedy, trial } = line;
  return (
    <li className="notice">
      <Mark kind="degraded" />
      <div>
        <p>{what}</p>
        {remedy !== "" && <p className="hint">{remedy}</p>}
        {trial !== undefined && <p className="hint">{trial}</p>}
      </div>
    </li>
  );
}

function linesOf({ warnings, notices }: Snapshot, { t }: Speech): readonly Line[] {
  const warned = warnings.map((warning): Line => {
    const { code, name = "", value = "", where, endpoint = "" } = warning;
    const what = t(`window:warnings.${code}`, { name, value, endpoint });
    const place = where ?? t("window:warnings.startup-file");
    const remedy = t(`window:warnings.${code}-do`, { where: place, name, value });
    const command = trialCommand(warning);
    const trial = command === null ? {} : { trial: t("window:warnings.try-first", { command }) };
    return { key: `${code} ${name}`, what, remedy, ...trial };
  });
  const codes = new Set<string>(warnings.map(({ code }) => code));
  const rest = notices.filter(({ code }) => !codes.has(SAID_BY_WARNING[code] ?? ""));
  return [...warned, ...rest.map((notice) => noticeLine(notice, t))];
}

function noticeLine({ code, values }: Notice, t: Speech["t"]): Line {
  const reason = values["reason"] === undefined ? "" : t(`window:refusal.${values["reason"]}`);
  const said = { ...values, reason, count: values["times"] ?? 1 };
  return { key: code, what: t(`window:notices.${code}`, said), remedy: t(`window:notices.${code}-do`, said) };
}
