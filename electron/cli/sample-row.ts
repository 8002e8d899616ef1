import type { Failure } from "../../shared/domain/failure.ts";
import type { GoHello, Sample } from "../../shared/domain/sample.ts";
import type { Cell } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { localTime, milliseconds } from "./when.ts";

/** Heads of the columns that `sampleRow` fills. */
export function sampleHead({ t }: Terminal): readonly string[] {
  return ["at", "endpoint", "connect", "handshake", "total", "tls", "hello", "result"].map((key) =>
    t(`cli:sample.${key}`),
  );
}

/** One sample as a row. */
export function sampleRow(terminal: Terminal, sample: Sample): Cell[] {
  const { stages, tls, failure } = sample;
  const result: Cell =
    failure === null
      ? { text: terminal.t("cli:sample.ok"), style: "green" }
      : { text: sayFailure(terminal, failure), style: "red" };
  return [
    localTime(sample.at),
    sample.endpoint,
    milliseconds(stages.connectMs),
    milliseconds(stages.handshakeMs),
    milliseconds(sample.totalMs),
    tls === null ? "-" : tls.version.replace("TLSv", ""),
    helloCell(terminal, sample.goHello),
    result,
  ];
}

/** What came of Go's own hello, where it was said. */
function helloCell({ t }: Terminal, hello: GoHello | undefined): Cell {
  if (hello === undefined) return "-";
  const { version, outcome, kind = "unknown", retryRequest } = hello;
  const end =
    outcome === "failed" ? t(`words:kind.${kind}`) : t(`cli:sample.${retryRequest === true ? "again" : "ok"}`);
  return { text: `${version} ${end}`, style: outcome === "failed" ? "red" : "green" };
}

/** A failure in the reader's words: where, and what. */
export function sayFailure({ t }: Terminal, { stage, kind }: Pick<Failure, "stage" | "kind">): string {
  return t("cli:pair", { head: t(`words:stage.${stage}`), text: t(`words:kind.${kind}`) });
}
