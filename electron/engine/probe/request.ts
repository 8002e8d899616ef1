// One small GET over a connection that the look has already made, in the version of HTTP that ALPN settled. HTTP/1.1 is
// spoken by http1.ts; undici speaks HTTP/2 on our socket (its Client does so in plain Node and in Electron alike). Neither
// ever opens a connection itself.
import type { Socket } from "node:net";
import { Client, type Dispatcher } from "undici";
import { type Answer, answerFrom, type Exchange, type Headers, MAX_BODY_BYTES, type Question } from "./answer.ts";
import { askHttp1 } from "./http1.ts";
import { StageError } from "./stages.ts";
import { stopwatchFor } from "./stopwatch.ts";

interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Collects one answer and settles once. */
function receiver(question: Question, settle: Settle<Answer>): Dispatcher.DispatchHandler {
  const stopwatch = question.stopwatch ?? stopwatchFor(question.socket);
  const chunks: Buffer[] = [];
  let size = 0;
  let status = 0;
  let headers: Headers = {};
  const finish = (cut: boolean) => {
    const bytes = question.statusOnly ? Buffer.alloc(0) : Buffer.concat(chunks);
    settle.resolve(answerFrom({ status, headers, bytes, cut }));
  };
  return {
    onRequestStart() {
      stopwatch.start();
    },
    onResponseStart(_controller, statusCode, received) {
      if (statusCode < 200) return;
      question.onFirstByte(stopwatch.elapsed());
      status = statusCode;
      headers = received;
      if (question.statusOnly) finish(false);
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY_BYTES) finish(true);
    },
    onResponseEnd() {
      finish(false);
    },
    onResponseError(_controller, error) {
      settle.reject(error);
    },
  };
}

function speaksHttp2(socket: Socket): boolean {
  return "alpnProtocol" in socket && socket.alpnProtocol === "h2";
}

/** Sends the question. Its answer rejects with the error of the socket or of the protocol. */
export function ask(question: Question): Exchange {
  return speaksHttp2(question.socket) ? askHttp2(question) : askHttp1(question);
}

function askHttp2(question: Question): Exchange {
  let given = false;
  const client = new Client(question.origin, {
    allowH2: true,
    // Deadlines are ours alone: 0 switches undici's off, and with them its timers.
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    connect: (_options, callback) => {
      // Asked a second time when the connection ended before the request went out: there is no second one.
      const again = given;
      given = true;
      // Not at once: undici overlooks a connection that is there before it has finished asking for it.
      queueMicrotask(() => {
        if (again) callback(new StageError("UND_ERR_SOCKET"), null);
        else callback(null, question.socket);
      });
    },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    // The library reports a reset as an orderly end, so what the socket says comes first.
    question.socket.once("error", reject);
    const handler = receiver(question, { resolve, reject });
    const headers = { ...question.headers };
    client.dispatch({ method: "GET", path: question.path, headers }, handler);
  });
  const stop = () => {
    client.destroy().catch(() => undefined);
  };
  return { answer, stop };
}
