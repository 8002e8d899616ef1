// The loop: an event goes into the core, its effects are carried out in order, what comes of them are new events. No
// judgement lives here, and no knowledge of who hosts the engine.

import type { DesktopAnswer } from "../../shared/domain/desktop-route.ts";
import { firstState } from "../../shared/domain/first-state.ts";
import { advance } from "../../shared/domain/machine.ts";
import type { Settings } from "../../shared/domain/settings.ts";
import type { Notice, Snapshot } from "../../shared/domain/snapshot.ts";
import { snapshotOf } from "../../shared/domain/snapshot-of.ts";
import type { Effect, Event, JournalEnd, State } from "../../shared/domain/state.ts";
import { isStanding } from "../../shared/domain/switch.ts";
import { HOUR, MINUTE } from "../../shared/domain/time.ts";
import type { Announcement } from "../../shared/ipc/engine-messages.ts";
import { announcementOf } from "./announcement.ts";
import { createCalls } from "./calls.ts";
import { Changes } from "./changes.ts";
import { Desktop } from "./desktop.ts";
import type { Doors } from "./doors.ts";
import type { DecisionLine, Engine } from "./engine-api.ts";
import { every } from "./every.ts";
import { Journal } from "./journal.ts";
import { Listeners } from "./listeners.ts";
import { Looks } from "./looks.ts";
import { NetworkMemory } from "./network-memory.ts";
import type { Stop } from "./ports.ts";
import { snapshotGapMs } from "./snapshot-gap.ts";
import { StorageError } from "./store/storage-error.ts";

/** How far back the journal is looked through for something to undo: further than anybody remembers. */
const UNDO_STEPS = 200;

/** How often samples that are too old are forgotten. */
const PRUNE_EVERY_MS = 6 * HOUR;

/** The engine over its doors. It measures nothing before `start`. */
export function createEngine(doors: Doors): Engine {
  return new RunningEngine(doors);
}

class RunningEngine implements Engine {
  readonly #doors: Doors;
  readonly #snapshots = new Listeners<Snapshot>();
  readonly #decisions = new Listeners<DecisionLine>();
  readonly #announcements = new Listeners<Announcement>();
  readonly #stops: Stop[] = [];
  /** What has to come to its end before the engine may. */
  readonly #ends: (() => Promise<void>)[] = [];
  readonly call: Engine["call"];
  #state: State;
  readonly #journal: Journal;
  #cancelWake: Stop = () => undefined;
  #cancelSnapshot: Stop | null = null;
  readonly #looks: Looks;
  readonly #changes: Changes;
  readonly #desktop: Desktop;
  readonly #memory: NetworkMemory;
  #stopped = false;
  /** Once our own code has failed unexpectedly, nothing is written any more. */
  #faulted = false;

  constructor(doors: Doors) {
    this.#doors = doors;
    const { clock } = doors;
    const at = clock.now();
    this.#journal = new Journal(doors.history, at, (write) => this.#keep(write));
    this.#state = firstState({ at, steady: clock.steady() }, this.#readSettings(), doors.policy);
    const dispatch = (event: Event): void => {
      this.#dispatch(event);
    };
    this.#changes = new Changes({
      doors,
      state: () => this.#state,
      mayWrite: () => !this.#faulted,
      journalEnd: () => this.#journalEnd(),
      dispatch,
    });
    this.#desktop = new Desktop({
      doors,
      state: () => this.#state,
      dispatch,
    });
    this.#looks = new Looks({ doors, dispatch, guard: (work) => this.#guard(work) });
    this.#memory = new NetworkMemory({
      doors,
      settings: () => this.#readSettings(),
      keep: (act) => {
        this.#keep(act);
      },
    });
    this.call = createCalls({
      doors,
      state: () => this.#state,
      snapshot: () => this.snapshot(),
      dispatch,
      change: (cause, to) => this.#changes.make(cause, to),
      fix: (changes) => this.#changes.fix(changes),
      onStop: (end) => this.#ends.push(end),
      settingsChanged: () => {
        this.#settingsChanged();
      },
    });
  }

  async start(): Promise<void> {
    const { clock, goEnv, history, settings, network } = this.#doors;
    const found = [...history.notices, ...settings.notices, ...goEnv.resolveInterrupted(clock.now())];
    for (const notice of found) this.#dispatch({ type: "noticed", at: clock.now(), notice });
    this.#remember();
    await this.#readEnv();
    await this.#look();
    this.#stops.push(
      goEnv.watch(() => void this.#guard(this.#readEnv())),
      settings.watch(() => {
        this.#settingsChanged();
      }),
      network.watch(() => void this.#guard(this.#look())),
      every(PRUNE_EVERY_MS, clock, () => {
        this.#prune();
      }),
    );
  }

  snapshot(): Snapshot {
    return snapshotOf(this.#state, this.#doors);
  }

  onSnapshot(receive: (snapshot: Snapshot) => void): Stop {
    return this.#snapshots.add(receive);
  }

  onDecision(receive: (line: DecisionLine) => void): Stop {
    return this.#decisions.add(receive);
  }

  onAnnouncement(receive: (announcement: Announcement) => void): Stop {
    return this.#announcements.add(receive);
  }

  suspended(): void {
    this.#dispatch({ type: "suspended", at: this.#doors.clock.now() });
  }

  resumed(): void {
    this.#dispatch({ type: "resumed", at: this.#doors.clock.now() });
    void this.#guard(this.#look());
  }

  power(onBattery: boolean): void {
    this.#dispatch({ type: "power", at: this.#doors.clock.now(), onBattery });
  }

  networkMayHaveChanged(): void {
    void this.#guard(this.#look());
  }

  desktopRoutes(answers: readonly DesktopAnswer[]): void {
    this.#desktop.told(answers);
  }

  restarted(times: number): void {
    this.#notice("engine-restarted", { times });
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelWake();
    this.#cancelSnapshot?.();
    for (const stop of this.#stops.splice(0)) stop();
    this.#looks.breakOff();
    await Promise.all([this.#looks.settled, this.#changes.settled, ...this.#ends.map((end) => end())]);
    this.#doors.history.close();
  }

  /** Tells the core of looks that a process before this one made, or one beside it: starting again asks no more than staying. */
  #remember(): void {
    const { clock, history } = this.#doors;
    const at = clock.now();
    this.#keep(() => {
      const looks = history.samples({ since: at - MINUTE, until: at });
      if (looks.length > 0) this.#dispatch({ type: "remembered", at, looks });
    });
  }

  #readSettings(): Settings {
    const settings = this.#doors.settings.read();
    return this.#doors.auto === undefined ? settings : { ...settings, auto: this.#doors.auto };
  }

  #settingsChanged(): void {
    const { attachment } = this.#state;
    // What is said of the network of now may have been said by another process, or taken back.
    const known = attachment === null ? {} : { known: this.#memory.recall(attachment) };
    const at = this.#doors.clock.now();
    this.#dispatch({ type: "settings", at, settings: this.#readSettings(), ...known });
  }

  async #readEnv(): Promise<void> {
    const env = await this.#doors.goEnv.read();
    this.#dispatch({ type: "env", at: this.#doors.clock.now(), env, journal: this.#journalEnd() });
    this.#desktop.compare();
  }

  #journalEnd(): JournalEnd {
    const switches = this.#doors.history.switches({ limit: UNDO_STEPS });
    return { lastSwitch: switches.at(-1) ?? null, standing: switches.findLast(isStanding) ?? null };
  }

  async #look(): Promise<void> {
    const { network, clock } = this.#doors;
    const attachment = await network.look();
    const isCarried = this.#memory.carry(attachment);
    const isKnown = attachment.fingerprint === this.#state.attachment?.fingerprint;
    const known = isKnown ? {} : { known: this.#memory.recall(attachment) };
    this.#dispatch({ type: "attached", at: clock.now(), attachment, ...known });
    if (isCarried) this.#settingsChanged();
  }

  /** The one guard: an unexpected throw is told, and nothing is written from then on. */
  #guard(work: Promise<unknown>): Promise<void> {
    return work.then(
      () => undefined,
      (error: unknown) => {
        this.#fault(error);
      },
    );
  }

  #fault(error: unknown): void {
    if (this.#faulted) return;
    this.#faulted = true;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#notice("engine-fault", { message });
  }

  #notice(code: Notice["code"], values: Notice["values"]): void {
    const at = this.#doors.clock.now();
    this.#dispatch({ type: "noticed", at, notice: { code, at, values } });
  }

  #dispatch(event: Event): void {
    if (this.#stopped) return;
    try {
      this.#step(event);
    } catch (error) {
      this.#fault(error);
    }
  }

  #step(event: Event): void {
    const before = this.#state;
    const step = advance(before, event, this.#doors.clock.steady());
    this.#state = step.state;
    this.#journal.step(before, step.state, event);
    for (const effect of step.effects) this.#perform(effect);
    this.#cancelSnapshot ??= this.#doors.clock.after(snapshotGapMs(this.#state.endpoints.length), () => {
      this.#cancelSnapshot = null;
      this.#snapshots.tell(this.snapshot());
    });
  }

  #perform(effect: Effect): void {
    const { clock, history } = this.#doors;
    switch (effect.type) {
      case "probe":
        this.#looks.probe(effect.endpoint);
        return;
      case "light":
        this.#looks.light(effect.errand);
        return;
      case "survey":
        this.#looks.survey(effect.errand);
        return;
      case "abort-probes":
        this.#looks.breakOff();
        return;
      case "record-sample":
        this.#keep(() => history.addSample(effect.sample, effect.kind));
        return;
      case "record-network":
        this.#memory.record(effect);
        return;
      case "decided":
        this.#journal.decided(this.#state.at, effect.decision);
        this.#decisions.tell({ at: this.#state.at, decision: effect.decision });
        return;
      case "apply":
        void this.#guard(this.#changes.make("auto", effect.profile.name));
        return;
      case "announce":
        this.#announcements.tell(announcementOf(effect));
        return;
      case "wake":
        this.#cancelWake();
        this.#cancelWake = clock.after(effect.afterMs, () => {
          this.#dispatch({ type: "tick", at: clock.now() });
        });
        return;
      default:
        effect satisfies never;
    }
  }

  /** Keeps something in the history. A disk that refuses is told, and measuring goes on. */
  #keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Told after this step: a step never begins within another.
      const { problem, path } = error;
      queueMicrotask(() => {
        this.#notice("history-failed", { problem, path });
      });
    }
  }

  #prune(): void {
    const { clock, history } = this.#doors;
    this.#keep(() => {
      history.prune({ at: clock.now(), keepDays: this.#state.settings.keepDays });
    });
  }
}
