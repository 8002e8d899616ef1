import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { History, NetworkRow } from "../../../electron/engine/ports.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { reason } from "../../../shared/domain/reason.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { Switch } from "../../../shared/domain/switch.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/domain/time.ts";
import { bad, good } from "../../support/samples.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const WEEK = 7 * DAY;
const MIRROR = "https://mirror.test/goproxy";

function open(folder = tempFolder()): History {
  const history = openHistory(folder, { at: 0 });
  onTestFinished(() => {
    history.close();
  });
  return history;
}

function intent(at: number, more: Partial<Switch> = {}): Omit<Switch, "id" | "outcome"> {
  const because = reason("decision-asked", { profile: "china" });
  const changes = [{ name: "GOPROXY", before: null, after: "direct" }];
  return { at, cause: "manual", from: "global", to: null, because, file: "/go/env", changes, ...more };
}

test.each<[string, Sample]>([
  [
    "a success",
    {
      ...good(1_792_345_678_901, 123.456),
      tls: { version: "TLSv1.3", group: "x", alpn: "h2", issuer: "CN=é", trust: "local" },
    },
  ],
  ["a failure", { ...bad(5, "handshake", "reset"), failure: { stage: "handshake", kind: "reset", raw: "ECONNRESET" } }],
  ["a look through a proxy", { ...good(5), via: "http-proxy", stages: { ...good(5).stages, tunnelMs: 12.5 } }],
  [
    "a look that did not reach its tunnel",
    { ...bad(5, "connect", "refused"), via: "http-proxy", stages: { ...good(5).stages, tunnelMs: null } },
  ],
  ["a failure with TLS facts", { ...good(5), failure: { stage: "http", kind: "status", raw: "502" } }],
  [
    "a look that reached nothing",
    {
      ...bad(5, "resolve", "name-not-found"),
      stages: { resolveMs: null, connectMs: null, handshakeMs: null, ttfbMs: null },
    },
  ],
])("gives back %s as it was", (_name, sample) => {
  const history = open();

  history.addSample(sample, "home");

  expect(history.samples({})).toEqual([sample]);
});

test("gives back what an earlier process kept", () => {
  const folder = tempFolder();
  const earlier = openHistory(folder, { at: 0 });
  earlier.addSample(good(1), "home");
  earlier.close();
  earlier.close();

  expect(open(folder).samples({})).toEqual([good(1)]);
});

test("keeps two looks at one endpoint in the same millisecond", () => {
  const history = open();

  history.addSample(good(7, 1), "home");
  history.addSample(good(7, 2), "home");

  expect(history.samples({}).map((s) => s.totalMs)).toEqual([1, 2]);
});

test.each([
  ["everything, oldest first", {}, [1, 2, 3, 4]],
  ["both ends of a range", { since: 2, until: 3 }, [2, 3]],
  ["one endpoint, however its URL is written", { endpoint: "https://user:secret@MIRROR.test/goproxy/" }, [2, 4]],
  ["the newest where limited", { limit: 2 }, [3, 4]],
  ["the newest of an endpoint in a range", { since: 0, until: 3, endpoint: MIRROR, limit: 1 }, [2]],
  ["nothing of an endpoint never looked at", { endpoint: "https://none.test" }, []],
  ["nothing where nothing is asked for", { limit: 0 }, []],
])("answers with %s", (_name, query, expected) => {
  const history = open();
  for (const at of [3, 1, 4, 2])
    history.addSample({ ...good(at), endpoint: at % 2 === 0 ? MIRROR : good(at).endpoint }, "home");

  expect(history.samples(query).map((s) => s.at)).toEqual(expected);
});

test("keeps no credentials of an endpoint or a failure", () => {
  const history = open();
  const failure = { stage: "http", kind: "status", raw: "GET https://user:secret@a.test/x: 502" } as const;

  history.addSample({ ...good(1), endpoint: "https://user:secret@a.test/", failure }, "home");

  expect(history.samples({})).toEqual([{ ...good(1), failure: { ...failure, raw: "GET https://***@a.test/x: 502" } }]);
});

test("makes a table of how each kind of network has done", () => {
  const history = open();
  const add = (kind: string, ...samples: Sample[]): void => {
    for (const sample of samples) history.addSample(sample, kind);
  };
  add(
    "corporate",
    good(1),
    bad(2, "handshake", "reset", 100),
    bad(3, "handshake", "reset", 200),
    bad(4, "connect", "silent", 600),
  );
  add("corporate", bad(5, "connect", "local", 9_999), { ...good(6), tls: { version: "TLSv1.2", trust: "public" } });
  add("corporate", { ...good(7), failure: { stage: "http", kind: "status", raw: "502" }, totalMs: 100 });
  add("home", good(8), { ...good(9), endpoint: "http://inside.test", tls: null });

  expect(history.kinds({})).toEqual([
    { kind: "corporate", samples: 6, tls13Rate: 2 / 6, failureMs: 250, commonFailure: "handshake/reset" },
    { kind: "home", samples: 2, tls13Rate: 1, failureMs: null, commonFailure: null },
  ]);
  expect(history.kinds({ since: 8, endpoint: "http://inside.test" })).toEqual([
    { kind: "home", samples: 1, tls13Rate: 0, failureMs: null, commonFailure: null },
  ]);
});

test("counts for a range of hours and parts of hours what lies in it, after some was forgotten as well", () => {
  const history = open();
  const times = Array.from({ length: 60 }, (_, n) => n * 7 * MINUTE);
  for (const at of times) history.addSample(good(at), "home");
  const edges = [0, 1, HOUR - 1, HOUR, HOUR + 1, 2.5 * HOUR, 3 * HOUR, 7 * HOUR, 9 * HOUR];
  const wrong = (): readonly string[] =>
    edges.flatMap((since) =>
      edges.flatMap((until) => {
        const counted = history.kinds({ since, until })[0]?.samples ?? 0;
        return counted === history.samples({ since, until }).length ? [] : [`${since} to ${until}: ${counted}`];
      }),
    );

  expect(wrong()).toEqual([]);
  history.prune({ at: 2 * HOUR + WEEK, keepDays: 365 });
  const inWholeHours = (since: number, until: number): number =>
    times.filter((at) => at >= Math.floor(since / HOUR) * HOUR && at < (Math.floor(until / HOUR) + 1) * HOUR).length;
  expect(wrong().filter((text) => !/^(0|1|3599999|3600000|3600001) to/.test(text))).toEqual([]);
  expect(history.kinds({ since: 1, until: HOUR })[0]?.samples).toBe(inWholeHours(1, HOUR));
  expect(history.kinds({})[0]?.samples).toBe(times.length);
});

test("does not count an untrusted certificate as a finished handshake", () => {
  const history = open();

  history.addSample(
    { ...good(1), failure: { stage: "handshake", kind: "certificate-untrusted", raw: "" } },
    "corporate",
  );

  expect(history.kinds({})[0]?.tls13Rate).toBe(0);
});

test("journals a switch from its intent to its end", () => {
  const history = open();

  const first = history.intend(intent(1));
  const second = history.intend(intent(2, { cause: "undo", from: null, to: "global" }));
  history.settle(first, "written");
  history.settle(second, "refused", "not-permitted");
  history.markUndone(first, second);

  expect(second).toBeGreaterThan(first);
  expect(history.switches({})).toEqual([
    { ...intent(1), id: first, outcome: "written", undoneBy: second },
    {
      ...intent(2, { cause: "undo", from: null, to: "global" }),
      id: second,
      outcome: "refused",
      refusal: "not-permitted",
    },
  ]);
  expect(history.switches({ limit: 1 }).map((s) => s.id)).toEqual([second]);
  expect(history.switches({ until: 1 }).map((s) => s.id)).toEqual([first]);
});

test("shows an intent whose end is not known to the next process", () => {
  const folder = tempFolder();
  const id = open(folder).intend(intent(1));

  expect(open(folder).switches({})).toEqual([{ ...intent(1), id, outcome: "intended" }]);
});

test("throws for a switch that was never intended", () => {
  const history = open();

  expect(() => history.settle(7, "written")).toThrow("no switch 7");
  expect(() => history.keepSides(7, { before: null, after: "" })).toThrow("no switch 7");
});

test("keeps both sides of the file to itself, and shows no credentials of a change or a reason", () => {
  const history = open();
  const secret = "https://user:secret@a.test";
  const changes = [{ name: "GOPROXY", before: secret, after: `${secret},direct` }];
  const id = history.intend(intent(1, { changes, because: reason("decision-failing", { endpoint: secret }) }));

  history.keepSides(id, { before: "replaced", after: null });
  history.keepSides(id, { before: null, after: "R09QUk9YWT0=" });

  expect(history.sidesOf(id)).toEqual({ before: null, after: "R09QUk9YWT0=" });
  expect(history.sidesOf(id + 1)).toBeNull();
  const shown = JSON.stringify(history.switches({}));
  expect(shown).not.toContain("secret");
  expect(shown).not.toContain("R09QUk9YWT0=");
  expect(history.switches({})[0]?.changes[0]?.after).toBe("https://***@a.test,direct");
});

test("keeps networks in order", () => {
  const history = open();
  const rows = [1, 2, 3].map((at) => ({ at, fingerprint: `f${at}`, kind: "home", confidence: 0.9 }));

  for (const row of rows) history.addNetwork(row);

  expect(history.networks({})).toEqual(rows);
  expect(history.networks({ since: 2, limit: 1 })).toEqual([rows[2]]);
});

test("knows what kind of a place a network was last seen to be, whatever the user said of it", () => {
  const history = open();
  const rows: readonly NetworkRow[] = [
    { at: 1, fingerprint: "f", kind: "home", confidence: 0.97 },
    { at: 2, fingerprint: "f", kind: "campus", confidence: 0.85 },
    { at: 3, fingerprint: "f", kind: "unknown", confidence: 0.4 },
    { at: 4, fingerprint: "f", kind: "captive", confidence: 0.9 },
    { at: 5, fingerprint: "f", kind: "home", confidence: 1, corrected: true },
    { at: 6, fingerprint: "g", kind: "corporate", confidence: 0.9 },
    { at: 7, fingerprint: "", kind: "offline", confidence: 1 },
  ];
  for (const row of rows) history.addNetwork(row);

  expect(history.networks({})).toEqual(rows);
  expect(["f", "g", "", "h"].map((fingerprint) => history.lastKind(fingerprint))).toEqual([
    { kind: "campus", confidence: 0.85, corrected: false },
    { kind: "corporate", confidence: 0.9, corrected: false },
    null,
    null,
  ]);
});

test("forgets nothing younger than it is kept, and after that all but the journal", () => {
  const history = open();
  for (const at of [10, 20, 30].map((day) => day * DAY)) {
    history.addSample(good(at), "home");
    history.addSample(bad(at + 1, "http", "status"), "home");
    history.addNetwork({ at, fingerprint: String(at), kind: "home", confidence: 0.9 });
  }
  const id = history.intend(intent(1));

  history.prune({ at: 31 * DAY, keepDays: 365 });
  expect(history.samples({}).map((s) => s.at)).toEqual([10 * DAY + 1, 20 * DAY + 1, 30 * DAY, 30 * DAY + 1]);
  expect(history.kinds({})[0]?.samples).toBe(6);
  expect(history.networks({})).toHaveLength(3);

  history.prune({ at: 31 * DAY, keepDays: 5 });
  expect(history.samples({}).map((s) => s.at)).toEqual([30 * DAY, 30 * DAY + 1]);
  expect(history.kinds({})[0]?.samples).toBe(2);
  expect(history.networks({}).map((n) => n.at)).toEqual([20 * DAY, 30 * DAY]);

  history.prune({ at: 400 * DAY, keepDays: 365 });
  expect([history.samples({}), history.kinds({}), history.endpoints()]).toEqual([[], [], []]);
  expect(history.switches({}).map((s) => s.id)).toEqual([id]);
});

test("forgets the sides of old switches but for the last ten, and no switch", () => {
  const history = open();
  const ids = Array.from({ length: 12 }, (_, at) => {
    const id = history.intend(intent(at));
    history.keepSides(id, { before: null, after: String(at) });
    return id;
  });

  history.prune({ at: 366 * DAY, keepDays: 365 });

  expect(ids.filter((id) => history.sidesOf(id) === null)).toEqual(ids.slice(0, 2));
  expect(history.switches({})).toHaveLength(12);
});

test("lets only the owner read its files, and leaves no log behind when closed", () => {
  const folder = tempFolder();
  const history = open(folder);
  history.addSample(good(1), "home");
  const names = ["history.db", "history.db-wal", "history.db-shm"].map((name) => join(folder, name));

  expect(names.map((name) => statSync(name).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  history.close();
  expect(existsSync(join(folder, "history.db-wal")) && statSync(join(folder, "history.db-wal")).size).toBeFalsy();
});
