// Diagnoses for the window: one at a time, politely far apart, each readable while it goes on.
import { CELL_IDS } from "../../shared/domain/diagnosis.ts";
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import { type Millis, SECOND } from "../../shared/domain/time.ts";
import type { DiagnosisStart, DiagnosisState } from "../../shared/ipc/doctor-calls.ts";
import type { Diagnose, Doors } from "./doors.ts";
import { parseEndpoint } from "./endpoint-text.ts";
import type { Clock } from "./ports.ts";

/** A diagnosis makes up to 15 connections; so far apart, two of one endpoint are less than its ordinary looks in an hour. */
const LEAST_GAP_MS: Millis = 30 * SECOND;

/** The diagnoses of one engine. */
export class Diagnoses {
  readonly #clock: Clock;
  readonly #diagnose: Diagnose | undefined;
  readonly #mayDiagnose: (endpoint: Endpoint) => boolean;
  /** When each endpoint's last one ended, in steady time. */
  readonly #ended = new Map<string, Millis>();
  #state: DiagnosisState | null = null;
  #abort = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor({ clock, diagnose, mayDiagnose }: Pick<Doors, "clock" | "diagnose" | "mayDiagnose">) {
    this.#clock = clock;
    this.#diagnose = diagnose;
    this.#mayDiagnose = mayDiagnose ?? (() => true);
  }

  /** The one under way, or the last; `null` when there was none. */
  get state(): DiagnosisState | null {
    return this.#state;
  }

  /** Resolves when none is under way. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** Begins one, unless there is a reason not to. */
  start(text: string): DiagnosisStart {
    const endpoint = parseEndpoint(text.trim());
    if (typeof endpoint === "string") return { ok: false, why: "bad-url" };
    if (!/^https:/i.test(endpoint.url)) return { ok: false, why: "not-https" };
    if (this.#diagnose === undefined || !this.#mayDiagnose(endpoint)) return { ok: false, why: "demo" };
    if (this.#state?.state === "running") return { ok: false, why: "busy" };
    const ended = this.#ended.get(endpoint.name);
    const waitMs = ended === undefined ? 0 : ended + LEAST_GAP_MS - this.#clock.steady();
    if (waitMs > 0) return { ok: false, why: "too-soon", waitMs };
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { name } = endpoint;
    this.#state = { state: "running", endpoint: name, total: CELL_IDS.length, cells: [] };
    const filling = (_done: number, total: number, cells: DiagnosisStateCells): void => {
      this.#state = { state: "running", endpoint: name, total, cells };
    };
    this.#work = this.#diagnose({ endpoint, signal, filling })
      .then(
        (diagnosis): DiagnosisState =>
          diagnosis === null ? { state: "cancelled", endpoint: name } : { state: "done", endpoint: name, diagnosis },
      )
      .catch((error: unknown): DiagnosisState => ({ state: "failed", endpoint: name, problem: messageOf(error) }))
      .then((state) => {
        this.#state = state;
        this.#ended.set(name, this.#clock.steady());
      });
    return { ok: true };
  }

  /** Ends the one under way. */
  cancel(): void {
    this.#abort.abort();
  }
}

type DiagnosisStateCells = Extract<DiagnosisState, { state: "running" }>["cells"];

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
