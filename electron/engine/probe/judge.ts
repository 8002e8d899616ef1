// What an answer says about the endpoint that gave it: the answer of a Go proxy, of a login page, or of something else.
// Pure; it reads what request.ts brought back.
import type { EndpointRole } from "../../../shared/domain/endpoint.ts";
import type { Failure, FailureKind, Stage } from "../../../shared/domain/failure.ts";
import type { Answer } from "./answer.ts";

/** Where the answer came from. */
export interface Asked {
  readonly role: EndpointRole;
  /** The URL that was asked for. */
  readonly url: URL;
}

/** Marks of a page that wants to be logged in to, or that sends the browser to one. */
const LOGIN =
  /<form\b|type\s*=\s*["']?password|http-equiv\s*=\s*["']?refresh|\blocation(?:\.href)?\s*=[^=]|\blocation\.(?:replace|assign)\s*\(/i;

/** How the tree head of a checksum database begins. */
const TREE_HEAD = "go.sum database tree\n";

function fail(stage: Stage, kind: FailureKind, raw: string): Failure {
  return { stage, kind, raw };
}

function isHtml(answer: Answer): boolean {
  if (answer.contentType === "text/html" || answer.contentType === "application/xhtml+xml") return true;
  return /^\s*<(?:!doctype|html|head|body|meta|script)\b/i.test(answer.body);
}

/** Whether the text is the JSON that a proxy gives for a version. */
function hasVersion(body: string): boolean {
  try {
    const info: unknown = JSON.parse(body);
    return typeof info === "object" && info !== null && "Version" in info && typeof info.Version === "string";
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function judgeRedirect(answer: Answer, url: URL): Failure | null {
  const { status, location } = answer;
  if (location === null || !URL.canParse(location, url.href))
    return fail("http", "portal", `status ${status} without location`);
  const target = new URL(location, url);
  if (target.protocol === "https:") return null;
  // An internal proxy on plain HTTP may send us around its own host; anywhere else is somebody in between.
  if (url.protocol === "http:" && target.protocol === "http:" && target.hostname === url.hostname) return null;
  return fail("http", "portal", `status ${status} to ${target.protocol.slice(0, -1)}`);
}

function judgeContent(answer: Answer, role: EndpointRole): Failure | null {
  if (isHtml(answer)) {
    return LOGIN.test(answer.body)
      ? fail("http", "portal", "status 200 with a login or redirect page")
      : fail("protocol", "not-a-go-proxy", "status 200 with HTML");
  }
  if (answer.cut) return fail("http", "too-large", "body over 64 KiB");
  if (answer.garbled) return fail("protocol", "bad-content", "body cannot be decoded");
  const fine = role === "sumdb" ? answer.body.startsWith(TREE_HEAD) : hasVersion(answer.body);
  if (fine) return null;
  return fail("protocol", "bad-content", role === "sumdb" ? "no tree head" : "no JSON with a Version");
}

/**
 * The failure that an answer means, or `null` when Go could work with it. 404 and 410 are fine for a proxy: it speaks, and
 * does not have the module. A checksum database always has a tree head. Of a VCS host any answer is fine but the demand
 * to log in to the network (511): what it holds is nobody's business here.
 */
export function judge(answer: Answer, asked: Asked): Failure | null {
  const { status } = answer;
  if (status === 511) return fail("http", "portal", "status 511");
  if (asked.role === "vcs") return null;
  if (status === 200) return judgeContent(answer, asked.role);
  if (asked.role === "proxy" && (status === 404 || status === 410)) return null;
  if (status >= 300 && status <= 399) return judgeRedirect(answer, asked.url);
  return fail("http", "status", `status ${status}`);
}
