import type { Cell, CellId, Diagnosis, Note } from "../domain/diagnosis.ts";
import type { Remedy } from "../domain/diagnosis-remedies.ts";
import type { Summary } from "../domain/diagnosis-summary.ts";
import type { GoWait } from "../domain/diagnosis-wait.ts";
import type { Failure } from "../domain/failure.ts";
import { type Millis, SECOND } from "../domain/time.ts";
import { tenths } from "./tenths.ts";
import type { Translate } from "./translate.ts";

/** A diagnosis and what it means. */
export interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly summary: Summary;
}

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number with its thousands apart, `1,531`: read alike in both languages. */
export function grouped(number: number): string {
  return WHOLE.format(number);
}

/** Milliseconds for eyes: one decimal below ten, whole ones above. */
function shortMs(ms: Millis): string {
  return ms < 10 ? tenths(ms) : grouped(ms);
}

function duration(t: Translate, ms: Millis): string {
  if (ms < SECOND) return t("diagnose:milliseconds", { number: shortMs(ms) });
  return t("diagnose:seconds", { number: grouped(ms / SECOND) });
}

/** The name of a cell, with the size of its hello where that is known. */
export function sayCell(t: Translate, id: CellId, bytes = 0): string {
  const cell = t(`diagnose:cell.${id}`);
  return bytes === 0 ? cell : t("diagnose:sized", { cell, bytes: grouped(bytes) });
}

/** A failure in the reader's words: where, and what. */
function sayProblem(t: Translate, { stage, kind }: Pick<Failure, "stage" | "kind">): string {
  return t("diagnose:problem", { stage: t(`words:stage.${stage}`), kind: t(`words:kind.${kind}`) });
}

/** The host in an endpoint's name: what a hello tells. */
export function hostIn(endpoint: string): string {
  return /^[a-z]+:\/\/(\[[^\]]*\]|[^/:]*)/.exec(endpoint)?.[1] ?? endpoint;
}

/** The one sentence that names what is the matter. */
export function sayVerdict(t: Translate, { diagnosis, summary }: Diagnosed): string {
  const { failure, interception, verdict } = summary;
  const { endpoint } = diagnosis;
  const issuer = interception.issuer ?? t("diagnose:by-whom");
  const problem = failure === null ? t("words:kind.unknown") : sayProblem(t, failure);
  return t(`diagnose:verdict.${verdict}`, { endpoint, host: hostIn(endpoint), issuer, problem });
}

const TIMES: ReadonlySet<string> = new Set(["ms", "failedMs", "referenceMs", "connectMs", "answerMs"]);

const WORDS: ReadonlySet<string> = new Set(["stage", "kind", "trust"]);

function sayNumber(name: string, value: number): string {
  return TIMES.has(name) ? shortMs(value) : grouped(value);
}

function sayValue(t: Translate, name: string, { values }: Note): string {
  const value = values[name] ?? "";
  if (name === "cell") return sayCell(t, value as CellId, Number(values["bytes"] ?? 0));
  if (WORDS.has(name)) return t(`words:${name}.${value}`);
  return typeof value === "number" ? sayNumber(name, value) : value;
}

/** The sentence of a piece of evidence. */
export function sayNote(t: Translate, note: Note): string {
  const said = Object.fromEntries(Object.keys(note.values).map((name) => [name, sayValue(t, name, note)]));
  if (note.code === "nearby" || note.code === "as-far") {
    return t(`diagnose:note.${note.code}.${note.values["from"] ?? ""}`, said);
  }
  return t(`diagnose:note.${note.code}`, said);
}

/** What the fault costs a go command. */
export function sayWait(t: Translate, wait: GoWait | null): string {
  if (wait === null) return t("diagnose:wait.passes");
  const { ends, perModuleMs, perRequestMs, stage } = wait;
  return t(`diagnose:wait.${ends}`, {
    stage: t(`words:stage.${stage}`),
    request: duration(t, perRequestMs ?? 0),
    module: duration(t, perModuleMs ?? 0),
  });
}

/** A remedy as one sentence, with the cell that was tried for it. */
export function sayRemedy(t: Translate, { helps, id, shownBy }: Remedy): string {
  const text = t(`diagnose:remedy.${id}`);
  if (shownBy === undefined || helps === "unknown") return text;
  return t(`diagnose:shown-by.${helps}`, { text, cell: sayCell(t, shownBy) });
}

function sayAnswer(t: Translate, { answer, tls }: Cell): string {
  if (tls !== undefined) {
    const { alpn = "-", trust, version } = tls;
    return t("diagnose:came.handshake", { version: version.replace("v", " "), alpn, trust: t(`words:trust.${trust}`) });
  }
  if (answer?.kind === "server-hello") {
    const version = answer.version === 0x0304 ? "1.3" : "1.2";
    return t("diagnose:came.answered", { version });
  }
  return answer?.kind === "retry-request" ? t("diagnose:came.retry") : "";
}

function sayFailure(t: Translate, failure: Failure, { answer }: Cell): string {
  const problem = sayProblem(t, failure);
  if (answer?.kind === "alert") return `${problem} (${t("diagnose:came.alert", { code: answer.code })})`;
  const status = answer?.kind === "not-tls" ? answer.httpStatus : null;
  return status === null ? problem : `${problem} (${t("diagnose:came.status", { status })})`;
}

/** What became of a cell: what came back, how it failed, or why it was not tried. */
export function sayOutcome(t: Translate, cell: Cell): string {
  if (cell.skipped !== undefined) return t(`diagnose:skip.${cell.skipped}`);
  return cell.failure === undefined ? sayAnswer(t, cell) : sayFailure(t, cell.failure, cell);
}

/** The time that says most of a cell; empty for one that was not tried. */
export function cellTime({ answerMs, handshakeMs, waitedMs, outcome }: Cell): string {
  const ms = answerMs ?? handshakeMs ?? waitedMs;
  return ms === undefined || outcome === "skipped" ? "" : shortMs(ms);
}

/** Whose hello was sent, for people. */
export function saySpeaker(t: Translate, { goVersion, helloOrigin, helloVersion }: Diagnosis): string {
  if (helloOrigin === "captured") return t("diagnose:speaks.captured", { version: helloVersion });
  if (goVersion === null) return t("diagnose:speaks.none", { version: helloVersion });
  if (goVersion === helloVersion) return t("diagnose:speaks.installed", { version: helloVersion });
  return t("diagnose:speaks.other", { version: helloVersion, installed: goVersion });
}
