// The app's own log: a small file under the home, credentials redacted.
import path from "node:path";
import log from "electron-log/main";
import { redact } from "../../shared/domain/endpoint.ts";

/** Where the parts of the shell say what happened to them. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** One file and its predecessor: enough for weeks of a quiet app, small enough to attach to a report. */
const MOST_BYTES = 1024 * 1024;

/** The log of this run, in `logs/main.log` under the home. */
export function createLog(home: string): Log {
  log.transports.file.resolvePathFn = () => path.join(home, "logs", "main.log");
  log.transports.file.maxSize = MOST_BYTES;
  log.transports.file.level = "info";
  // The terminal that started the app hears of trouble only.
  log.transports.console.level = "warn";
  log.hooks.push((message) => ({ ...message, data: message.data.map((part: unknown) => redact(String(part))) }));
  return log;
}
