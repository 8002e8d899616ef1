// Samples, networks and the journal of switches behind the History door, in `history.db`. The app and the command line
// may have it open and write at the same time.
import { endpointName } from "../../../shared/domain/endpoint.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import type { Switch } from "../../../shared/domain/switch.ts";
import type { Instant } from "../../../shared/domain/time.ts";
import type { FileSides, History, HistoryQuery, KindRow, NetworkRow } from "../ports.ts";
import { inTransaction } from "./database.ts";
import { HistoryFile } from "./history-file.ts";
import {
  PRUNE_BATCH,
  pruneDictionaries,
  pruneNetworks,
  pruneSamples,
  selectNetworks,
  selectSamples,
} from "./history-queries.ts";
import { ensureHome } from "./home.ts";
import { insertIntent, pruneSides, replaceSides, selectSides, selectSwitches, updateSwitch } from "./journal.ts";
import { insertSample } from "./sample-row.ts";
import { pruneTally, selectKinds, type TallyRange } from "./tally.ts";

/** The last instant a JavaScript Date can hold. */
const END_OF_TIME: Instant = 8.64e15;

/** Opens the history in `folder`; both are made when they are not there. `at` is now. Every method throws a StorageError when the machine refuses. */
export function openHistory(folder: string, { at }: { readonly at: Instant }): History {
  ensureHome(folder);
  return new SharedHistory(new HistoryFile(folder, at));
}

class SharedHistory implements History {
  readonly #file: HistoryFile;
  #isOpen = true;

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  get notices(): readonly Notice[] {
    return this.#file.notices;
  }

  addSample(sample: Sample, kind: string): void {
    this.#file.passed(sample.at);
    this.#file.write((database) => {
      insertSample(database, sample, kind);
    });
  }

  addNetwork({ at, fingerprint, kind }: NetworkRow): void {
    this.#file.passed(at);
    const sql = "INSERT INTO network (at, fingerprint, kind) VALUES (?, ?, ?)";
    this.#file.write((database) => database.run(sql, [Math.round(at), fingerprint, kind]));
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

  switches(query: HistoryQuery): readonly Switch[] {
    return this.#file.read((database) => selectSwitches(database, query));
  }

  networks(query: HistoryQuery): readonly NetworkRow[] {
    return this.#file.read((database) => selectNetworks(database, query));
  }

  kinds(query: HistoryQuery): readonly KindRow[] {
    return this.#file.read((database) => selectKinds(database, toTallyRange(query)));
  }

  prune(before: Instant): void {
    let deleted = 0;
    let batch = PRUNE_BATCH;
    while (batch === PRUNE_BATCH) {
      batch = this.#file.write((database) => pruneSamples(database, before));
      deleted += batch;
    }
    this.#file.write((database) => {
      if (deleted > 0) pruneTally(database, before);
      if (deleted > 0) pruneDictionaries(database);
      pruneNetworks(database, before);
      pruneSides(database, before);
    });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#file.close();
  }
}

function toTallyRange({ since, until, endpoint }: HistoryQuery): TallyRange {
  return {
    since: Math.max(0, since ?? 0),
    until: Math.min(until ?? END_OF_TIME, END_OF_TIME),
    endpoint: endpoint === undefined ? null : endpointName(endpoint),
  };
}
