// Matrices of a diagnosis, written short: `{ "go-hello": "reset 1", tls12: "ok" }`. What is not named passes as it does on a
// clean path of 40 ms.
import {
  CELL_IDS,
  type Cell,
  type CellAnswer,
  type CellId,
  type CertificateMarks,
  type Diagnosis,
  type Situation,
} from "../../shared/domain/diagnosis.ts";
import { type FailureKind, KINDS, type Stage } from "../../shared/domain/failure.ts";
import type { TlsFacts } from "../../shared/domain/sample.ts";

/** `ok`, `ok12` (answered with TLS 1.2), `retry`, `skip`, or a failure: `reset 1`, `silent`, `connect/refused`, `not-tls:302 1`. */
export type Short = string;

/** A matrix, and what stands around it. */
export interface MatrixOptions {
  readonly cells?: Partial<Record<CellId, Short>>;
  readonly all?: Short;
  readonly situation?: Partial<Situation>;
  readonly tls?: Partial<TlsFacts>;
  readonly marks?: CertificateMarks;
  readonly connectMs?: number;
  readonly goVersion?: string | null;
}

const BYTES: Partial<Record<CellId, number>> = {
  "tls13-large": 1_800,
  "go-hello": 1_531,
  "go-hello-small": 279,
  "go-hello-no-mlkem": 305,
  "go-hello-no-new-schemes": 1_505,
  "go-hello-split": 1_531,
  "control-name": 265,
};

const FACTS: TlsFacts = { version: "TLSv1.3", issuer: "CN=Public", trust: "public" };
const ALERTS: Partial<Record<FailureKind, number>> = { "protocol-version": 70, alert: 40 };

function sizeOf(id: CellId): Pick<Cell, "helloBytes"> {
  const helloBytes = BYTES[id];
  return helloBytes === undefined ? {} : { helloBytes };
}

function passing(id: CellId, short: Short, options: MatrixOptions): Cell {
  const connectMs = options.connectMs ?? 40;
  if (BYTES[id] === undefined) {
    const version = short === "ok12" || id === "tls12" ? "TLSv1.2" : "TLSv1.3";
    const certificate = options.marks === undefined ? {} : { certificate: options.marks };
    return {
      id,
      outcome: "ok",
      connectMs,
      handshakeMs: 42,
      tls: { ...FACTS, version, ...options.tls },
      ...certificate,
    };
  }
  const answer: CellAnswer =
    short === "retry"
      ? { kind: "retry-request", group: 24 }
      : { kind: "server-hello", version: short === "ok12" ? 0x0303 : 0x0304, downgraded: false };
  return { id, outcome: "ok", connectMs, answerMs: 41, answer, ...sizeOf(id) };
}

function answerOf(kind: FailureKind, detail: string | undefined): { readonly answer?: CellAnswer } {
  if (kind === "not-tls")
    return { answer: { kind: "not-tls", httpStatus: detail === undefined ? null : Number(detail) } };
  const code = ALERTS[kind];
  return code === undefined ? {} : { answer: { kind: "alert", code: detail === undefined ? code : Number(detail) } };
}

function stageOf(kind: FailureKind, named: string | undefined): Stage {
  return (named ?? (["status", "portal"].includes(kind) ? "http" : "handshake")) as Stage;
}

function certificateOf(kind: FailureKind, { tls, marks }: MatrixOptions): Partial<Cell> {
  if (!kind.startsWith("certificate-")) return {};
  return { tls: { ...FACTS, ...tls }, ...(marks === undefined ? {} : { certificate: marks }) };
}

function timesOf(kind: FailureKind, ms: string | undefined): Partial<Cell> {
  if (kind === "silent") return { waitedMs: 4_000 };
  return ms === undefined ? {} : { answerMs: Number(ms) };
}

function failing(id: CellId, short: Short, options: MatrixOptions): Cell {
  const [, named, word = "", detail, ms] = /^(?:(\w+)\/)?([\w-]+)(?::(\d+))?(?: (\d+))?$/.exec(short) ?? [];
  const kind = word as FailureKind;
  const stage = stageOf(kind, named);
  if (!(KINDS[stage] as readonly string[]).includes(kind)) throw new Error(`${short} is no failure`);
  const isConnected = ["handshake", "http", "protocol"].includes(stage);
  return {
    id,
    outcome: "failed",
    failure: { stage, kind, raw: short },
    ...(isConnected ? { connectMs: options.connectMs ?? 40, ...sizeOf(id) } : {}),
    ...timesOf(kind, ms),
    ...answerOf(kind, detail),
    ...certificateOf(kind, options),
  };
}

function cellOf(id: CellId, options: MatrixOptions): Cell {
  const short = options.cells?.[id] ?? options.all ?? "ok";
  if (short === "skip") return { id, outcome: "skipped", skipped: "not-needed" };
  return ["ok", "ok12", "retry"].includes(short) ? passing(id, short, options) : failing(id, short, options);
}

/** The diagnosis that was written short. */
export function diagnosisOf(options: MatrixOptions): Diagnosis {
  return {
    endpoint: "https://proxy.example",
    at: 0,
    goVersion: options.goVersion === undefined ? "1.27.0" : options.goVersion,
    helloVersion: "1.27.0",
    helloOrigin: "shipped",
    matrix: CELL_IDS.map((id) => cellOf(id, options)),
    situation: { via: "direct", isPublicHost: false, ...options.situation },
    addresses: [],
  };
}
