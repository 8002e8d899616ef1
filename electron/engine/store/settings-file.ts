// Settings and profiles in `settings.json`, through electron-store. Reading needs no lock, because the file is replaced
// whole; read-change-write happens under one. What the values may be is said in shared/domain/settings-schema.ts.
import { copyFileSync } from "node:fs";
import path from "node:path";
import ElectronStore from "electron-store";
import type { Settings } from "../../../shared/domain/settings.ts";
import { type ParsedSettings, parseSettings } from "../../../shared/domain/settings-schema.ts";
import type { Notice } from "../../../shared/domain/snapshot.ts";
import type { Clock, SettingsStore, Stop } from "../ports.ts";
import { ensureHome } from "./home.ts";
import type { Lock } from "./lock.ts";
import { asideName, setAside } from "./set-aside.ts";
import { toStorageError } from "./storage-error.ts";
import { watchFileChanges } from "./watch-file.ts";

type Document = Record<string, unknown>;

/** Only the owner may read: a profile's GOPROXY may hold credentials. */
const PRIVATE_FILE = 0o600;

/**
 * The settings kept in `folder`, which is made when it is not there. A file that is no JSON object is set aside, a wrong
 * value counts as its default; `notices` tells of both as soon as they were met. Throws a StorageError when the machine
 * refuses.
 */
export function createSettings(folder: string, lock: Lock, clock: Clock): SettingsStore {
  ensureHome(folder);
  const settings = new SettingsFile(folder, lock, clock);
  settings.read();
  return settings;
}

class SettingsFile implements SettingsStore {
  readonly #file: string;
  readonly #lock: Lock;
  readonly #clock: Clock;
  readonly #notices = new Map<string, Notice>();
  #store: ElectronStore<Document> | null = null;

  constructor(folder: string, lock: Lock, clock: Clock) {
    this.#file = path.resolve(folder, "settings.json");
    this.#lock = lock;
    this.#clock = clock;
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  read(): Settings {
    return this.#parse(this.#load()).settings;
  }

  update(change: (settings: Settings) => Settings): Settings {
    return this.#exclusively(() => {
      const document = this.#load();
      const { settings, complaints } = this.#parse(document);
      const changed = change(settings);
      const [mistake] = parseSettings({ ...changed }).complaints;
      if (mistake !== undefined) throw new Error(`settings: ${mistake.at} ${mistake.message}`);
      if (complaints.length > 0) this.#system(() => copyFileSync(this.#file, asideName(this.#file, this.#clock.now())));
      this.#system(() => {
        this.#open().store = { ...document, ...changed };
      });
      return changed;
    });
  }

  watch(changed: () => void): Stop {
    return watchFileChanges(this.#file, this.#clock, changed);
  }

  #parse(document: Document): ParsedSettings {
    const parsed = parseSettings(document);
    if (parsed.complaints.length > 0) {
      const where = [...new Set(parsed.complaints.map((c) => c.at))].join(", ");
      this.#tell("settings-invalid", { path: this.#file, where });
    }
    return parsed;
  }

  #load(): Document {
    try {
      return this.#open().store;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw toStorageError(error, this.#file);
    }
    return this.#exclusively(() => this.#replaceDamaged());
  }

  /** Looks again under the lock: another process may just have set the damaged file aside and written a good one. */
  #replaceDamaged(): Document {
    try {
      return this.#open().store;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw toStorageError(error, this.#file);
      const aside = setAside(this.#file, this.#clock.now());
      this.#tell("settings-corrupt", { path: this.#file, aside });
      return {};
    }
  }

  #open(): ElectronStore<Document> {
    this.#store ??= new ElectronStore<Document>({
      cwd: path.dirname(this.#file),
      name: path.basename(this.#file, ".json"),
      configFileMode: PRIVATE_FILE,
      deserialize: toDocument,
    });
    return this.#store;
  }

  #exclusively<T>(action: () => T): T {
    return this.#lock.isHeld() ? action() : this.#lock.withLock(action);
  }

  #system(action: () => void): void {
    try {
      action();
    } catch (error) {
      throw toStorageError(error, this.#file);
    }
  }

  #tell(code: Notice["code"], values: Notice["values"]): void {
    const key = JSON.stringify([code, values]);
    if (!this.#notices.has(key)) this.#notices.set(key, { code, at: this.#clock.now(), values });
  }
}

/** A byte order mark, which some editors put in front, is no damage. */
function toDocument(text: string): Document {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("not a JSON object");
  return value as Document;
}
