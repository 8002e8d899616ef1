// Judges the network that it is in, with the real prober, surveyor and core, over three endpoints. Each line of standard input
// is a network to judge; the answer is what was judged once every endpoint was looked at and the survey was over.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { templateFor } from "../../../electron/engine/hello/hello-template.ts";
import { speakingProberWith } from "../../../electron/engine/hello/speaking-go.ts";
import { createNetworkSource } from "../../../electron/engine/network/network-source.ts";
import type { Prober, Surveyor } from "../../../electron/engine/ports.ts";
import { createLooker } from "../../../electron/engine/probe/probe.ts";
import { createSurveyor } from "../../../electron/engine/survey/surveyor.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { effectiveProfiles } from "../../../shared/domain/builtin-profiles.ts";
import { firstState } from "../../../shared/domain/first-state.ts";
import type { EffectiveEnv } from "../../../shared/domain/goenv.ts";
import { advance } from "../../../shared/domain/machine.ts";
import type { Attachment, NetworkKind } from "../../../shared/domain/network.ts";
import { DEFAULT_SETTINGS } from "../../../shared/domain/settings.ts";
import type { Effect, Event, State } from "../../../shared/domain/state.ts";

/** A line of its standard input. */
export interface JudgeJob {
  readonly names: readonly string[];
  /** Roots that this machine trusts. */
  readonly caFile: string;
  /** Those of them that everybody trusts, in PEM. */
  readonly publicRoots: readonly string[];
  /** Variables of the prober and of Go. */
  readonly env: Readonly<Record<string, string>>;
  /** A page to send a sign-in to once a verdict is there; then the network is judged again. */
  readonly signIn?: string;
}

/** What was judged. */
export interface Judged {
  readonly kind: NetworkKind;
  readonly confidence: number;
  readonly because: string;
  /** What spoke for it. */
  readonly evidence: readonly string[];
  /** What the looks came to, in a few words each. */
  readonly looks: readonly string[];
  /** From joining the network to the verdict. */
  readonly ms: number;
}

/** A line of its standard output. */
export interface JudgeAnswer {
  readonly first: Judged;
  /** After the sign-in. */
  readonly second?: Judged;
}

/** Short, so that silence is soon heard, and long against anything that 300 ms do on a busy machine. */
const LIMITS = { resolve: 2_500, connect: 1_500, tunnel: 1_500, handshake: 1_500, http: 1_500 };

/** A round may take this long: all stages silent, one after another. */
const ROUND_MS = 12_000;

const home = mkdtempSync(join(tmpdir(), "gangway-judge-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));

function envOf({ names, env }: JudgeJob): EffectiveEnv {
  const goproxy = names.map((name) => `https://${name}`).join("|");
  const all = { GOPROXY: goproxy, GOSUMDB: "off", ...env };
  const variables = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, { value, origin: "os" as const }]),
  );
  return { file: "/env", go: { path: "/go", version: "go1.27.0" }, variables };
}

/** The core with the doors that matter here. */
class Judge {
  readonly #begun = performance.now();
  readonly #prober: Prober;
  readonly #surveyor: Surveyor;
  readonly #break = new AbortController();
  #state: State;
  /** Added to the time of now, so that nobody waits for the next survey. */
  #aheadMs = 0;
  #changed: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(job: JudgeJob, attachment: Attachment) {
    const env = { SSL_CERT_FILE: job.caFile, SSL_CERT_DIR: "/nonexistent", ...job.env };
    const looker = createLooker({ version: "0.0.0", env, limits: LIMITS, publicRoots: job.publicRoots });
    const spoken = { template: templateFor("1.27.0"), origin: "shipped" } as const;
    const source = { settled: () => Promise.resolve(), current: () => Promise.resolve(spoken), stop: () => undefined };
    this.#prober = speakingProberWith(looker, { source, limitMs: LIMITS.handshake });
    this.#surveyor = createSurveyor({ userAgent: looker.userAgent, env: job.env });
    const removedProfiles = effectiveProfiles([], []).map(({ name }) => name);
    const effective = envOf(job);
    const goproxy = effective.variables["GOPROXY"]?.value ?? "";
    const profile = { name: "own", env: { GOPROXY: goproxy }, kinds: [], fingerprints: [] };
    const settings = { ...DEFAULT_SETTINGS, profiles: [profile], removedProfiles };
    this.#state = firstState({ at: Date.now(), steady: this.#steady() }, settings);
    this.#tell({ type: "env", at: Date.now(), env: effective, journal: { lastSwitch: null, standing: null } });
    this.#tell({ type: "attached", at: Date.now(), attachment });
  }

  /** What is judged once every endpoint was looked at since `beganAt` and no survey is under way. */
  async verdict(isOver: (state: State) => boolean): Promise<Judged> {
    const deadline = performance.now() + ROUND_MS;
    while (!isOver(this.#state) && performance.now() < deadline) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 200);
        this.#changed = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    const { network, windows } = this.#state;
    const looks = [...windows.values()].map(({ samples }) => {
      const { failure, stages, goHello } = samples.at(-1) ?? {};
      const times = `${stages?.connectMs ?? "-"}/${stages?.handshakeMs ?? "-"}`;
      return failure === undefined
        ? "nothing"
        : `${failure === null ? "fine" : `${failure.stage} ${failure.kind}`} ${times} ${goHello?.outcome ?? ""}`;
    });
    return {
      kind: network.kind,
      confidence: network.confidence,
      because: network.because.code,
      evidence: network.evidence.map(({ id, points }) => `${id}(${points.corporate},${points.campus})`),
      looks,
      ms: Math.round(performance.now() - this.#begun),
    };
  }

  /** The time of the next survey has come. */
  skip(ms: number): void {
    this.#aheadMs += ms;
    this.#tell({ type: "tick", at: Date.now() + this.#aheadMs });
  }

  get surveyedAt(): number | null {
    return this.#state.surveyedAt;
  }

  end(): void {
    this.#break.abort();
    clearTimeout(this.#timer);
  }

  #steady(): number {
    return performance.now() + this.#aheadMs;
  }

  #tell(event: Event): void {
    if (this.#break.signal.aborted) return;
    const step = advance(this.#state, event, this.#steady());
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
    this.#changed();
  }

  #perform(effect: Effect): void {
    const { signal } = this.#break;
    const now = (): number => Date.now() + this.#aheadMs;
    if (effect.type === "probe") {
      void this.#prober.probe(effect.endpoint, signal).then((sample) => {
        if (sample === null) this.#tell({ type: "missed", at: now(), endpoint: effect.endpoint.name });
        else this.#tell({ type: "sampled", at: now(), sample: { ...sample, at: now() }, chance: 0.5 });
      });
    } else if (effect.type === "survey") {
      const { begun } = effect.errand;
      void this.#surveyor.survey(effect.errand, signal).then((survey) => {
        this.#tell({ type: "surveyed", at: now(), begun, survey });
      });
    } else if (effect.type === "wake") {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tell({ type: "tick", at: now() }), effect.afterMs);
    }
  }
}

/** Looks at each endpoint, at least: the first on a busy machine may be slow; and those after which nobody waits for more. */
const LOOKS = { least: 2, most: 3 } as const;

function isRoundOver({ attachment, endpoints, windows, surveying, network }: State): boolean {
  if (attachment?.online !== true) return true;
  const fewest = Math.min(...endpoints.map(({ name }) => windows.get(name)?.samples.length ?? 0));
  return fewest >= LOOKS.least && surveying === null && (network.kind !== "unknown" || fewest >= LOOKS.most);
}

async function signIn(page: string): Promise<void> {
  await fetch(page, { method: "POST", body: "name=me&password=hush" });
}

async function judge(job: JudgeJob): Promise<JudgeAnswer> {
  const attachment = await createNetworkSource(home, systemClock).look();
  const one = new Judge(job, attachment);
  try {
    const first = await one.verdict(isRoundOver);
    if (job.signIn === undefined) return { first };
    await signIn(job.signIn);
    const before = one.surveyedAt;
    one.skip(20_500);
    const second = await one.verdict((state) => state.surveyedAt !== before && isRoundOver(state));
    return { first, second };
  } finally {
    one.end();
  }
}

createInterface(process.stdin)
  .on("line", (line) => {
    void judge(JSON.parse(line) as JudgeJob).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
  })
  .once("close", () => process.exit());
