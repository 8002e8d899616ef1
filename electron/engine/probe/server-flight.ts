// What a server says in clear at the beginning of a handshake, collected from the wire as far as it is of use: the first
// answer, and below TLS 1.3 the key exchange, which is the only place that names the group. Bounded; no socket, no clock.
import type { FirstAnswer } from "../hello/first-answer.ts";
import { lastWord, readFirstAnswer } from "../hello/server-hello.ts";
import { BoundedBytes } from "./bounded-bytes.ts";

/** Most that is kept. A flight of TLS 1.2 has 2 to 6 KB, most of it certificates; beyond the bound the group stays unknown. */
const MAX_FLIGHT_BYTES = 64 * 1024;

const TLS13 = 0x0304;
const HANDSHAKE_RECORD = 22;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const SERVER_KEY_EXCHANGE = 12;
/** ECCurveType of RFC 8422 for a curve that has a number. */
const NAMED_CURVE = 3;

/** The content of the handshake records at the beginning of the bytes, put together. */
function handshakeContent(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + RECORD_HEADER_BYTES <= bytes.length && bytes[at] === HANDSHAKE_RECORD) {
    const end = at + RECORD_HEADER_BYTES + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + RECORD_HEADER_BYTES, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The group of the first ServerKeyExchange in a flight of TLS 1.2; `null` when there is none that names one. */
function groupOfKeyExchange(flight: Buffer): number | null {
  const content = handshakeContent(flight);
  let at = 0;
  while (at + MESSAGE_HEADER_BYTES <= content.length) {
    const body = content.subarray(at + MESSAGE_HEADER_BYTES, at + MESSAGE_HEADER_BYTES + content.readUIntBE(at + 1, 3));
    if (content[at] === SERVER_KEY_EXCHANGE) {
      return body[0] === NAMED_CURVE && body.length >= 3 ? body.readUInt16BE(1) : null;
    }
    at += MESSAGE_HEADER_BYTES + content.readUIntBE(at + 1, 3);
  }
  return null;
}

/** The beginning of what a server says. */
export class ServerFlight {
  readonly #bytes = new BoundedBytes(MAX_FLIGHT_BYTES);
  #answer: FirstAnswer | null = null;

  /** Takes what came next. Costs nothing once everything of use is known. */
  hear(chunk: Uint8Array): void {
    const old = this.#answer?.kind === "server-hello" && this.#answer.version < TLS13;
    if ((this.#answer !== null && !old) || this.#bytes.full) return;
    this.#bytes.append(chunk);
    if (this.#answer !== null) return;
    const answer = readFirstAnswer(this.#bytes.view());
    if (answer !== "more") this.#answer = answer;
  }

  /** Whether the server asked for another hello. */
  get retried(): boolean {
    return this.#answer?.kind === "retry-request";
  }

  /** The first answer; after the end of the connection also one that stopped short. `null`: nothing that can be read. */
  get answer(): FirstAnswer | null {
    return this.#answer ?? lastWord(this.#bytes.view());
  }

  /** The first bytes, for those who have to tell what they are. */
  get bytes(): Buffer {
    return this.#bytes.view();
  }

  /** The number of the group that was agreed on; `null` when the wire does not tell. */
  group(): number | null {
    const answer = this.#answer;
    // A server that asks for a share of a group has to use that group afterwards (RFC 8446, 4.2.8).
    if (answer?.kind === "retry-request") return answer.group;
    if (answer?.kind !== "server-hello") return null;
    return answer.version < TLS13 ? groupOfKeyExchange(this.#bytes.view()) : answer.group;
  }
}
