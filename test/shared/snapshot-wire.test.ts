// What is sent of snapshots, with those of the core itself.
import { expect, test } from "vitest";
import { effectiveProfiles } from "../../shared/domain/builtin-profiles.ts";
import { firstState } from "../../shared/domain/first-state.ts";
import { advance } from "../../shared/domain/machine.ts";
import type { Sample } from "../../shared/domain/sample.ts";
import { DEFAULT_SETTINGS } from "../../shared/domain/settings.ts";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { snapshotOf } from "../../shared/domain/snapshot-of.ts";
import type { Event, State } from "../../shared/domain/state.ts";
import { type SentSnapshot, SnapshotReader, SnapshotWriter } from "../../shared/ipc/snapshot-wire.ts";
import { bad, good } from "../support/samples.ts";

const NAMES = ["https://a.test", "https://b.test", "https://c.test"];
const [FIRST = ""] = NAMES;

/** The core with three endpoints that were looked at once. */
class Core {
  #at = 1_000;
  #state: State;

  constructor() {
    const removedProfiles = effectiveProfiles([], []).map((profile) => profile.name);
    const profile = { name: "own", env: { GOPROXY: NAMES.join(",") }, kinds: [], fingerprints: [] };
    const settings = { ...DEFAULT_SETTINGS, profiles: [profile], removedProfiles };
    this.#state = firstState({ at: this.#at, steady: this.#at }, settings);
    const variables = { GOPROXY: { value: NAMES.join(","), origin: "file" as const } };
    const env = { file: "/env", go: { path: "/go", version: "go1.27.0" }, variables };
    this.tell({ type: "env", at: this.#at, env, journal: { lastSwitch: null, standing: null } });
    this.tell({ type: "attached", at: this.#at, attachment: { fingerprint: "home", online: true } });
    for (const name of NAMES) this.look(name);
  }

  tell(event: Event): void {
    this.#state = advance(this.#state, event, this.#at).state;
  }

  look(endpoint: string, make: (at: number) => Sample = good): void {
    this.#at += 1_000;
    this.tell({ type: "sampled", at: this.#at, sample: { ...make(this.#at), endpoint }, chance: 0.5 });
  }

  snapshot(): Snapshot {
    return snapshotOf(this.#state, { version: "1.0.0", demo: false });
  }
}

function failed(at: number): Sample {
  return bad(at, "handshake", "reset");
}

/** As it comes out of another process. */
function sent(snapshot: SentSnapshot): SentSnapshot {
  return structuredClone(snapshot);
}

test("names the endpoints that are as before, and says all of those that are not", () => {
  const core = new Core();
  const writer = new SnapshotWriter();
  const before = core.snapshot();
  expect(writer.write(before).endpoints).toEqual(before.endpoints);

  core.look(FIRST);
  const after = core.snapshot();

  // A look at the third has begun meanwhile.
  expect(after.endpoints[2]?.probing).not.toBe(before.endpoints[2]?.probing);
  expect(writer.write(after).endpoints).toEqual([after.endpoints[0], 1, after.endpoints[2]]);
  expect(after.endpoints[0]?.recent).toHaveLength(2);
});

test("is read as it was written, look after look, and when the order of endpoints changes", () => {
  const core = new Core();
  const writer = new SnapshotWriter();
  const reader = new SnapshotReader();
  const looks = [FIRST, ...NAMES, FIRST].map((name, n) => () => core.look(name, n % 2 === 0 ? good : failed));
  for (const look of [() => undefined, ...looks, () => undefined]) {
    look();
    const snapshot = core.snapshot();
    expect(reader.read(sent(writer.write(snapshot)))).toEqual(snapshot);
  }
  const snapshot = core.snapshot();
  const turned = { ...snapshot, endpoints: snapshot.endpoints.slice(1).toReversed() };
  expect(reader.read(sent(writer.write(turned)))).toEqual(turned);
});

test("shows anew what changes without a look: the values in force, a light, the release of Go", () => {
  const core = new Core();
  const before = core.snapshot();
  const variables = { GOPROXY: { value: NAMES.join(","), origin: "file" as const } };
  const env = { file: "/env", go: { path: "/go", version: "go1.26.0" }, variables };
  core.tell({ type: "env", at: 9_000, env, journal: { lastSwitch: null, standing: null } });

  expect(core.snapshot().endpoints[1]).not.toBe(before.endpoints[1]);
});

test("refuses a snapshot that names what was never sent", () => {
  expect(() => new SnapshotReader().read({ ...new Core().snapshot(), endpoints: [2] })).toThrow(
    "the endpoint in place 2, of 0",
  );
});
