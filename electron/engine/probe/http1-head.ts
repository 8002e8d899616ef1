// The head of an HTTP/1.1 answer: status line and headers, and what they say about the body. As
// strict and as lenient as Go's net/http, because an answer that Go cannot read is a failure whatever others make of it.
// Pure; it is given a whole head, http1-reader.ts finds where it ends.

type Headers = Readonly<Record<string, readonly string[]>>;

/** Why bytes are no answer. They count as codes of an error, see classify.ts. */
export type Http1Fault =
  | "HTTP1_STATUS_LINE"
  | "HTTP1_HEADER"
  | "HTTP1_LENGTH"
  | "HTTP1_ENCODING"
  | "HTTP1_CHUNK"
  | "HTTP1_TOO_LARGE";

/** How the end of a body is found. */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-end" };

/** A head that was understood. */
export interface Head {
  readonly status: number;
  readonly framing: Framing;
  readonly headers: Headers;
}

/** More headers than this are a flood: a real answer has 10 to 30, and Go has no bound but 10 MB. */
const MOST_HEADERS = 512;

const STATUS_LINE = /^HTTP\/(\d)\.(\d) +(\d{3})(?: .*)?$/s;
/** A token, and spaces, which Go lets pass in front of the colon. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z ]*$/;
/** Control characters but the tab. */
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** The lines of a head without its empty last line; those that go on with a blank are joined to the one before. */
function linesOf(text: string): string[] | null {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (!/^[ \t]/.test(bare)) lines.push(bare);
    // Nothing to go on with: the status line is not a header.
    else if (lines.length < 2) return null;
    else lines.push(`${lines.pop() ?? ""} ${bare.trim()}`);
  }
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The headers without a prototype, since their names are the peer's to choose; or the fault of the first that is none. */
function headersOf(lines: readonly string[]): Record<string, string[]> | Http1Fault {
  if (lines.length > MOST_HEADERS) return "HTTP1_TOO_LARGE";
  const headers = Object.create(null) as Record<string, string[]>;
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    if (colon < 0 || !NAME.test(name) || CONTROLS.test(line)) return "HTTP1_HEADER";
    (headers[name.toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  return headers;
}

/** How long the body is by its length, which may be said twice if it is the same; `null` when no header says it. */
function lengthOf(headers: Headers): number | null | Http1Fault {
  const [length, ...others] = headers["content-length"] ?? [];
  if (length === undefined) return null;
  return /^\d{1,18}$/.test(length) && others.every((other) => other === length) ? Number(length) : "HTTP1_LENGTH";
}

/** Whether the body comes in chunks, the only encoding that Go knows; HTTP/1.0 has none. */
function isChunked(isOld: boolean, headers: Headers): boolean | Http1Fault {
  const encodings = isOld ? undefined : headers["transfer-encoding"];
  if (encodings === undefined) return false;
  return (encodings.length === 1 && encodings[0]?.toLowerCase() === "chunked") || "HTTP1_ENCODING";
}

function framingOf(status: number, isOld: boolean, headers: Headers): Framing | Http1Fault {
  const chunked = isChunked(isOld, headers);
  // Chunks make a length beside them meaningless.
  const bytes = chunked === false ? lengthOf(headers) : null;
  if (typeof chunked === "string") return chunked;
  if (typeof bytes === "string") return bytes;
  if (status < 200 || status === 204 || status === 304) return { kind: "none" };
  if (chunked) return { kind: "chunked" };
  return bytes === null ? { kind: "until-end" } : { kind: "length", bytes };
}

/** Reads a head, from its first byte to the empty line behind it; each character is one byte. */
export function parseHead(text: string): Head | Http1Fault {
  const lines = linesOf(text);
  if (lines === null) return "HTTP1_HEADER";
  const first = STATUS_LINE.exec(lines[0] ?? "");
  if (first === null) return "HTTP1_STATUS_LINE";
  const headers = headersOf(lines.slice(1));
  if (typeof headers === "string") return headers;
  const status = Number(first[3]);
  const isOld = Number(first[1]) < 1 || (first[1] === "1" && first[2] === "0");
  const framing = framingOf(status, isOld, headers);
  return typeof framing === "string" ? framing : { status, framing, headers };
}
