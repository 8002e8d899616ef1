// One GET over HTTP/1.1 on a connection that the look has already made, plain or secured. It writes the request and gives
// what comes back to the reader; deadlines are the look's, the meaning of an answer judge.ts's.
import type { Millis } from "../../../shared/domain/time.ts";
import type { Answer, Exchange, Question } from "./answer.ts";
import { Http1Reader, type Reading } from "./http1-reader.ts";
import { StageError } from "./stages.ts";
import { stopwatchFor } from "./stopwatch.ts";

/** What would end a line of a request early. Values come from URLs and from encodings that have none. */
const LINE_BREAKERS = /[\u0000\r\n]/;

function requestOf(question: Question): string {
  const lines = [`GET ${question.path} HTTP/1.1`, `host: ${question.origin.replace(/^\w+:\/\//, "")}`];
  for (const [name, value] of Object.entries(question.headers)) lines.push(`${name}: ${value}`);
  if (lines.some((line) => LINE_BREAKERS.test(line))) throw new TypeError("a line break in a request");
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** The error that a reading without an answer means. An end has the shape of an early FIN, see classify.ts. */
function errorOf(reading: Exclude<Reading, { readonly kind: "more" | "answer" }>): StageError {
  return new StageError(reading.kind === "broken" ? reading.fault : "ECONNRESET");
}

/** Sends the question over HTTP/1.1. Its answer rejects with the error of the socket, or with a fault of the bytes. */
export function askHttp1(question: Question): Exchange {
  const { socket, stopwatch = stopwatchFor(socket) } = question;
  const reader = new Http1Reader(question.statusOnly);
  let stop: () => void = () => undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    let firstByteMs: Millis | null = null;
    const take = (reading: Reading) => {
      if (reader.answered && firstByteMs !== null) question.onFirstByte(firstByteMs);
      if (reading.kind === "more") return;
      stop();
      if (reading.kind === "answer") resolve(reading.answer);
      else reject(errorOf(reading));
    };
    const onData = (chunk: Buffer) => {
      if (!reader.begun) firstByteMs = stopwatch.elapsed();
      take(reader.push(chunk));
    };
    const onEnd = () => take(reader.end());
    const onClose = () => take({ kind: "ended" });
    stop = () => {
      socket.off("data", onData).off("end", onEnd).off("close", onClose).off("error", reject);
      stop = () => undefined;
    };
    socket.on("data", onData).on("end", onEnd).on("close", onClose).on("error", reject);
    stopwatch.start();
    socket.write(requestOf(question), "latin1");
  });
  return { answer, stop: () => stop() };
}
