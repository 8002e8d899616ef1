import { expect, test } from "vitest";
import { connectionsIn, matchLooks, recordsAfterHandshake, truthOf } from "../../../build/bench/relay-log.mjs";

const MS = 1_000_000;

/** A TLS 1.3 look with two tickets, as the relay notes it; `at` in ms is when it was accepted. */
function lookLog({ number = 1, port = 20_000, at = 0 } = {}): string {
  const line = (mark: string, came: number, went: number, marks: string) =>
    `${mark} ${number} ${(at + came) * MS} ${(at + went) * MS} 100 ${marks}`;
  return [
    `a ${number} ${at * MS} 40000 ${port}`,
    line(">", 1, 6, "b22,e22"),
    line("<", 7, 12, "b22,e22,b20,e20,b23,e23,b23"),
    line("<", 8, 13, "e23,b23,e23"),
    line(">", 14, 19, "b20,e20,b23,e23"),
    line(">", 15, 20, "b23,e23"),
    line("<", 20, 25, "b23,e23,b23,e23"),
    line("<", 22, 27, "b23,e23"),
    `z ${number} ${(at + 30) * MS}`,
  ].join("\n");
}

const TICKETS = 2;

test("times the handshake from the hello to the last of the flight, and the first byte behind the tickets", () => {
  const [connection] = connectionsIn(lookLog());
  expect(truthOf(connection!, TICKETS)).toEqual({ handshakeMs: 12, ttfbMs: 12 });
});

test("takes the first of two hellos when the server asked for another", () => {
  const log = `a 1 0 40000 20000
> 1 1000000 1000000 100 b22,e22
< 1 2000000 2000000 100 b22,e22,b20,e20
> 1 3000000 3000000 100 b20,e20,b22,e22
< 1 4000000 4000000 100 b22,e22,b23,e23
> 1 5000000 5000000 100 b23,e23,b23,e23
< 1 6000000 6000000 100 b23,e23`;
  expect(truthOf(connectionsIn(log)[0]!, 0)).toEqual({ handshakeMs: 3, ttfbMs: 1 });
});

test("counts what a server sends without being asked", () => {
  const lines = lookLog().split("\n");
  const unasked = lines.filter((line) => !line.includes(" 15000000 ") && !line.includes(" 22000000 ")).join("\n");
  const [connection] = connectionsIn(unasked);
  expect([recordsAfterHandshake(connection!), truthOf(connection!, TICKETS)]).toEqual([TICKETS, undefined]);
});

test.each([
  ["nothing was sent", "a 1 0 40000 20000"],
  ["only a hello was sent", "a 1 0 40000 20000\n> 1 1000000 1000000 100 b22,e22"],
  ["it was not TLS", "a 1 0 40000 20000\n> 1 1000000 1000000 100 b71\n< 1 2000000 2000000 100 b72"],
])("knows no truth where %s", (_name, log) => {
  expect(truthOf(connectionsIn(log)[0]!, TICKETS)).toBeUndefined();
});

test("passes over chunks of connections that an earlier reading told of", () => {
  expect(connectionsIn("< 7 1 2 100 b23,e23\nz 7 3")).toEqual([]);
});

test("gives each look its connection, by port and time", () => {
  const log = [lookLog({ number: 1 }), lookLog({ number: 2, port: 20_001 }), lookLog({ number: 3, at: 100 })].join(
    "\n",
  );
  const looks = [
    { name: "later", port: 20_000, startedAt: 99 * MS, endedAt: 140 * MS },
    { name: "elsewhere", port: 20_001, startedAt: 0, endedAt: 40 * MS },
  ];
  const { matched, lost } = matchLooks({ looks, connections: connectionsIn(log), tickets: TICKETS });
  expect([matched.map(({ look }) => look.name), lost]).toEqual([["later", "elsewhere"], 0]);
});

test("counts a look without a connection, or with two, as lost", () => {
  const log = [lookLog({ number: 1 }), lookLog({ number: 2, at: 5 })].join("\n");
  const looks = [
    { port: 20_000, startedAt: 0, endedAt: 50 * MS },
    { port: 20_002, startedAt: 0, endedAt: 50 * MS },
  ];
  const { matched, lost } = matchLooks({ looks, connections: connectionsIn(log), tickets: TICKETS });
  expect([matched, lost]).toEqual([[], 2]);
});

test("is not misled by a connection that ended before anything was asked", () => {
  const log = [lookLog({ number: 1 }), "a 2 1000000 40001 20000", "> 2 2000000 2000000 100 b22,e22"].join("\n");
  const looks = [{ port: 20_000, startedAt: 0, endedAt: 50 * MS }];
  expect(matchLooks({ looks, connections: connectionsIn(log), tickets: TICKETS }).lost).toBe(0);
});
