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

/** Credentials in a URL, decoded. A secret. */
export interface UrlCredentials {
  /** `https`, where Go adds that too; in lower case. */
  readonly scheme: string;
  /** Host and port as they are written. */
  readonly host: string;
  readonly login: string;
  /** Empty when there is none. */
  readonly password: string;
}

const WITH_CREDENTIALS = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)@([^/?#@]*)/i;

/** The credentials of every URL in a value such as GOPROXY's, in their order; none without any. */
export function credentialsIn(value: string): readonly UrlCredentials[] {
  return value
    .split(/[\s,|]+/)
    .filter(holdsCredentials)
    .flatMap((url) => {
      const [, scheme = "https", user = "", host = ""] = WITH_CREDENTIALS.exec(url) ?? [];
      const [login = "", ...rest] = user.split(":");
      return [{ scheme: scheme.toLowerCase(), host, login: decode(login), password: decode(rest.join(":")) }];
    });
}

/** What Go cannot decode it refuses; as written, it is at least no other secret. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
