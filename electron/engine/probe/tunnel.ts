// CONNECT through an HTTP proxy, by hand: libraries report every refusal as one error, and 407, 403 and 502 mean
// different things to a user.
import type { Socket } from "node:net";
import type { Failure, FailureKind } from "../../../shared/domain/failure.ts";
import { StageError } from "./stages.ts";

/** Most that an answer to CONNECT may say before its empty line. Real ones have some hundred bytes. */
const MAX_HEAD_BYTES = 16 * 1024;

/** What to ask the proxy for. */
export interface TunnelOptions {
  /** `host:port`, an IPv6 address in brackets. */
  readonly authority: string;
  readonly userAgent: string;
  /** Value of Proxy-Authorization. A secret. */
  readonly authorization: string | undefined;
}

function requestOf(options: TunnelOptions): string {
  const { authority, userAgent, authorization } = options;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, `User-Agent: ${userAgent}`];
  if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function statusOf(head: string): number | null {
  const status = /^HTTP\/1\.[01] (\d{3})(?:[ \r]|$)/.exec(head)?.[1];
  return status === undefined ? null : Number(status);
}

function kindOf(status: number): FailureKind {
  if (status === 407) return "auth-required";
  if (status >= 400 && status <= 499) return "denied";
  return status >= 500 && status <= 599 ? "upstream-failed" : "unknown";
}

/** The failure that a proxy's answer means, or `null` for the 200 that opens the tunnel. Go takes no other status. */
export function judgeTunnel(status: number | null): Failure | null {
  if (status === 200) return null;
  if (status === null) return { stage: "tunnel", kind: "unknown", raw: "answer is not HTTP" };
  return { stage: "tunnel", kind: kindOf(status), raw: `status ${status}` };
}

/**
 * Asks for a tunnel on a connected socket and resolves to the proxy's answer: its status, or `null` if it is not HTTP.
 * Rejects when the connection ends before the answer does. The socket is left paused, ready for a handshake.
 */
export function openTunnel(socket: Socket, options: TunnelOptions): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let head = "";
    const done = () => {
      socket.removeListener("data", read);
      socket.pause();
    };
    const read = (chunk: Buffer) => {
      head += chunk.toString("latin1");
      const ended = head.includes("\r\n\r\n");
      if (!ended && head.length <= MAX_HEAD_BYTES && /^H(T(T(P|$)|$)|$)/.test(head)) return;
      done();
      resolve(ended ? statusOf(head) : null);
    };
    socket.on("data", read);
    socket.on("error", reject);
    socket.once("end", () => reject(new StageError("ECONNRESET")));
    socket.write(requestOf(options));
  });
}
