import { redact } from "./endpoint.ts";

/** Stands for credentials in a text that was redacted. */
const HIDDEN = "***@";

/** The text with the credentials of every URL in it left out, so that what remains can be used. */
export function withoutCredentials(text: string): string {
  return redact(text).replaceAll(HIDDEN, "");
}

/** Whether a URL in the text carries credentials. */
export function holdsCredentials(text: string): boolean {
  return redact(text) !== text;
}
