// Samples, networks and the journal of switches behind the History door, in `history.db`. The app and the command line
// may have it open and write at the same time.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { DecisionRow, HappeningRow } from "../../../shared/domain/happening.ts";
import type { KnownNetwork } from "../../../shared/domain/network.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Series } from "../../../shared/domain/series.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import type { Switch } from "../../../shared/domain/switch.ts";
import { END_OF_TIME, type Instant } from "../../../shared/domain/time.ts";
import type { FileSides, History, HistoryQuery, KindRow, NetworkRow, Retention, SeriesQuery } from "../ports.ts";
import { type Database, inTransaction } from "./database.ts";
import {
  forgetHappenings,
  insertDecision,
  insertHappening,
  selectDecisions,
  selectHappenings,
  selectStart,
} from "./happenings.ts";
import { HistoryFile } from "./history-file.ts";
import { countSamples, selectSamples } from "./history-queries.ts";
import { ensureHome } from "./home.ts";
import { selectHorizons } from "./horizon.ts";
import { insertIntent, pruneSides, replaceSides, selectSides, selectSwitches, updateSwitch } from "./journal.ts";
import { selectKinds, type TableRange } from "./kind-table.ts";
import { insertNetwork, selectLastKind, selectNetworks } from "./network-row.ts";
import {
  forgetAll,
  forgetLooks,
  forgetMinutes,
  forgetNetworks,
  forgetRest,
  forgetUnused,
  LIMITS,
  type Limits,
  termsAt,
} from "./retention.ts";
import { RollUp } from "./roll-up.ts";
import { insertSample } from "./sample-row.ts";
import { selectSeries } from "./series.ts";
import { shed, sizeOf } from "./shed.ts";

/** Looks between two checks of the size: some hours, or half a megabyte. */
const CHECK_EVERY = 4_096;

/** How far below its limit a file that grew too large is brought, so that it is not done for every look. */
const RELIEF = 0.95;

/** A file with so much more than its limit is written anew; otherwise what is free in it is used up again. */
const LOOSE = 1.03;

/** Opens the history in `folder`; both are made when they are not there. `at` is now. Every method throws a StorageError when the machine refuses. */
export function openHistory(
  folder: string,
  { at, limits = LIMITS }: { readonly at: Instant; readonly limits?: Limits },
): History {
  ensureHome(folder);
  return new SharedHistory(new HistoryFile(folder, at), limits);
}

class SharedHistory implements History {
  readonly #file: HistoryFile;
  readonly #limits: Limits;
  #unchecked = 0;
  #isOpen = true;

  constructor(file: HistoryFile, limits: Limits) {
    this.#file = file;
    this.#limits = limits;
  }

  get notices(): readonly Notice[] {
    return this.#file.notices;
  }

  addSample(sample: Sample, kind: string): void {
    this.#file.passed(sample.at);
    this.#file.write((database) => {
      const rollUp = new RollUp();
      rollUp.add(insertSample(database, sample, kind));
      rollUp.writeTo(database);
    });
    this.#unchecked += 1;
    if (this.#unchecked >= CHECK_EVERY) this.#keepSize(sample.at);
  }

  addNetwork(row: NetworkRow): void {
    this.#file.passed(row.at);
    this.#file.write((database) => {
      insertNetwork(database, row);
    });
  }

  addHappening(row: HappeningRow): void {
    this.#file.write((database) => {
      insertHappening(database, row);
    });
  }

  addDecision(row: DecisionRow): void {
    this.#file.write((database) => {
      insertDecision(database, row);
    });
  }

  intend(entry: Omit<Switch, "id" | "outcome">): number {
    this.#file.passed(entry.at);
    return this.#file.writeDurably((database) => insertIntent(database, entry));
  }

  settle(id: number, outcome: Switch["outcome"], refusal?: string): void {
    this.#file.writeDurably((database) => {
      updateSwitch(database, id, { outcome, refusal: refusal ?? null });
    });
  }

  markUndone(id: number, by: number): void {
    this.#file.writeDurably((database) => {
      updateSwitch(database, id, { undone_by: by });
    });
  }

  keepSides(id: number, sides: FileSides): void {
    this.#file.writeDurably((database) => {
      replaceSides(database, id, sides);
    });
  }

  sidesOf(id: number): FileSides | null {
    return this.#file.read((database) => selectSides(database, id));
  }

  samples(query: HistoryQuery): readonly Sample[] {
    return this.#file.read((database) => inTransaction(database, "read", () => selectSamples(database, query)));
  }

  countSamples(query: HistoryQuery): number {
    return this.#file.read((database) => countSamples(database, query));
  }

  series(query: SeriesQuery): Series {
    return this.#file.read((database) => inTransaction(database, "read", () => selectSeries(database, query)));
  }

  endpoints(): readonly string[] {
    return this.#file.read((database) =>
      database.all("SELECT name FROM endpoint ORDER BY id").map(([name]) => String(name)),
    );
  }

  looksSince(): Instant {
    return this.#file.read((database) => selectHorizons(database).looks);
  }

  switches(query: HistoryQuery): readonly Switch[] {
    return this.#file.read((database) => selectSwitches(database, query));
  }

  networks(query: HistoryQuery): readonly NetworkRow[] {
    return this.#file.read((database) => selectNetworks(database, query));
  }

  lastKind(fingerprint: string): KnownNetwork | null {
    return this.#file.read((database) => selectLastKind(database, fingerprint));
  }

  happenings(query: HistoryQuery): readonly HappeningRow[] {
    return this.#file.read((database) => selectHappenings(database, query));
  }

  startBefore(at: Instant): Instant | null {
    return this.#file.read((database) => selectStart(database, at));
  }

  decisions(query: HistoryQuery): readonly DecisionRow[] {
    return this.#file.read((database) => selectDecisions(database, query));
  }

  kinds(query: HistoryQuery): readonly KindRow[] {
    return this.#file.read((database) =>
      inTransaction(database, "read", () => selectKinds(database, toTableRange(query))),
    );
  }

  prune(retention: Retention): void {
    const limits = this.#limits;
    const { now, looks, minutes, rest } = termsAt(retention, limits);
    this.#whileTrue((database) => forgetLooks(database, { before: looks, now }, limits));
    this.#file.write((database) => {
      forgetMinutes(database, { before: minutes, now });
      forgetRest(database, rest, limits);
      forgetNetworks(database, rest);
      forgetHappenings(database, rest);
      pruneSides(database, rest);
    });
    this.#file.write(forgetUnused);
    this.#keepSize(now);
  }

  clear(): void {
    this.#file.write(forgetAll);
    this.#file.compact();
  }

  #keepSize(now: Instant): void {
    this.#unchecked = 0;
    const { bytes } = this.#limits;
    const isOver = (limit: number): boolean => this.#file.read((database) => sizeOf(database).used > limit);
    if (isOver(bytes)) {
      this.#whileTrue((database) => sizeOf(database).used > bytes * RELIEF && shed(database, now, this.#limits));
    }
    if (this.#file.read((database) => sizeOf(database).file > bytes * LOOSE)) this.#file.compact();
  }

  #whileTrue(batch: (database: Database) => boolean): void {
    while (this.#file.write(batch));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#file.close();
  }
}

function toTableRange({ since, until, endpoint }: HistoryQuery): TableRange {
  return {
    since: Math.max(0, since ?? 0),
    until: Math.min(until ?? END_OF_TIME, END_OF_TIME),
    endpoint: endpoint === undefined ? null : endpointName(endpoint),
  };
}
