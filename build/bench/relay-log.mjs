// What really happened on the wire, from the log of the relay (go/relay.go has its form), and which look it belongs to.
// Pure. Times are nanoseconds of one clock, CLOCK_MONOTONIC, which is process.hrtime too.

/** TLS record types: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const HANDSHAKE = "22";
const SEALED = "23";

/**
 * One connection through the relay. `out` goes to the server, `back` to the client; each chunk has when it came, when it
 * went on, and the TLS records that begin and end in it.
 * @typedef {{came: number, went: number, marks: readonly string[]}} Chunk
 * @typedef {{port: number, clientPort: number, acceptedAt: number, out: Chunk[], back: Chunk[]}} Connection
 * @typedef {{handshakeMs: number, ttfbMs: number}} Truth
 * @typedef {{startedAt: number, endedAt: number, port: number}} Look
 */

/**
 * The connections that a log tells of, in order.
 * @param {string} log
 * @returns {readonly Connection[]}
 */
export function connectionsIn(log) {
  const connections = new Map();
  for (const line of log.split("\n")) {
    const [what, number, ...rest] = line.split(" ");
    if (what === "a") {
      const [acceptedAt, clientPort, port] = rest.map(Number);
      connections.set(number, { port, clientPort, acceptedAt, out: [], back: [] });
    }
    if (what !== ">" && what !== "<") continue;
    const [came, went, , marks] = rest;
    const chunk = { came: Number(came), went: Number(went), marks: (marks ?? "").split(",") };
    // What belongs to a connection from before the last drain is nobody's any more.
    connections.get(number)?.[what === ">" ? "out" : "back"].push(chunk);
  }
  return [...connections.values()];
}

/**
 * The two durations that every tool reports, as they were on the wire: from the ClientHello received to the last byte of the
 * server's flight delivered, and from the request received to the first byte of the answer delivered. Undefined when the
 * connection did not come that far. `tickets`: the records that the server sends after a handshake without being asked.
 * @param {Connection} connection
 * @param {number} tickets
 * @returns {Truth | undefined}
 */
export function truthOf({ out, back }, tickets) {
  const hello = out.find(({ marks }) => marks.includes(`b${HANDSHAKE}`));
  const finished = nth(out, `b${SEALED}`, 1);
  // The client seals nothing before it has the whole flight; so what was delivered by then is the flight.
  const flight = finished && back.findLast(({ went }) => went <= finished.came);
  const request = nth(out, `e${SEALED}`, 2);
  if (!hello || !flight || !request) return undefined;
  const answer = nth(afterFlight(back, finished), `b${SEALED}`, tickets + 1);
  if (!answer) return undefined;
  return { handshakeMs: (flight.went - hello.came) / 1e6, ttfbMs: (answer.went - request.came) / 1e6 };
}

/**
 * The sealed records that the server sent after the handshake: its tickets, on a connection on which nothing was asked.
 * @param {Connection} connection
 */
export function recordsAfterHandshake({ out, back }) {
  const finished = nth(out, `b${SEALED}`, 1);
  if (!finished) return 0;
  return afterFlight(back, finished).flatMap(({ marks }) => marks.filter((mark) => mark === `b${SEALED}`)).length;
}

/** @param {readonly Chunk[]} back @param {Chunk} finished */
function afterFlight(back, finished) {
  return back.filter(({ went }) => went > finished.came);
}

// The chunk that holds the nth such mark, counted from one.
function nth(chunks, wanted, n) {
  let seen = 0;
  return chunks.find(({ marks }) => {
    seen += marks.filter((mark) => mark === wanted).length;
    return seen >= n;
  });
}

/**
 * Finds the connection of each look: the only complete one to its port that was accepted while it ran. A look without
 * one, or with several, is counted as lost rather than guessed.
 * @template {Look} L
 * @param {{looks: readonly L[], connections: readonly Connection[], tickets: number}} given
 * @returns {{matched: readonly {look: L, truth: Truth}[], lost: number}}
 */
export function matchLooks({ looks, connections, tickets }) {
  const byPort = groupByPort(connections);
  const matched = looks.flatMap((look) => {
    const candidates = (byPort.get(look.port) ?? [])
      .filter(({ acceptedAt }) => acceptedAt >= look.startedAt && acceptedAt <= look.endedAt)
      .flatMap((connection) => truthOf(connection, tickets) ?? []);
    const [truth] = candidates;
    return truth && candidates.length === 1 ? [{ look, truth }] : [];
  });
  return { matched, lost: looks.length - matched.length };
}

/** @param {readonly Connection[]} connections */
function groupByPort(connections) {
  /** @type {Map<number, Connection[]>} */
  const groups = new Map();
  for (const connection of connections) {
    const group = groups.get(connection.port) ?? [];
    group.push(connection);
    groups.set(connection.port, group);
  }
  return groups;
}
