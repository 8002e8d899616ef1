// Lights: what a download needs beside the module's own files, each with a state of its own. Here is what a light is, what
// is asked to light it, and what the answer means. Who asks is electron/engine/lights, when is lights-due.ts. Pure.
import { type CacheSignal, cacheSignal } from "./cache-signal.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Failure } from "./failure.ts";
import { type Reason, reason } from "./reason.ts";
import type { Instant, Millis } from "./time.ts";

/**
 * What a light is about. Of a module proxy: `sumdb`, whether it passes the checksum database; `toolchain`, whether it
 * serves Go toolchains; `cache`, whether its answers come from a cache. Of a checksum database: `database`, whether it
 * answers. Of a host that `direct` reaches: `discovery`, whether it tells where a module's code lies; `git`, whether it
 * speaks git's smart protocol.
 */
export type LightId = "sumdb" | "toolchain" | "cache" | "database" | "discovery" | "git";

/** `unknown`: asked, but the answer tells nothing. `unneeded`: Go would not ask under the values in force, so nobody did. */
export type LightState = "on" | "off" | "unknown" | "unneeded";

/** One light as it was last seen. */
export interface Light {
  readonly id: LightId;
  readonly state: LightState;
  readonly because: Reason;
  readonly at: Instant;
  /** From the beginning of the request's connection to its answer; `null` when nothing was asked. */
  readonly ms: Millis | null;
  /** HTTP status of the answer; absent when there was none. */
  readonly status?: number;
  /** For `cache`: the header that it rests on, at most 80 characters. */
  readonly raw?: string;
}

/** One endpoint's lights to be looked at. */
export interface LightErrand {
  readonly endpoint: Endpoint;
  readonly ids: readonly LightId[];
  /** The database's name, for the light `sumdb`; `null` where that is not asked. */
  readonly sumdb: string | null;
}

/** What the core keeps of one endpoint's lights. */
export interface LitEndpoint {
  readonly at: Instant;
  /** The values they were looked at under: other values ask other questions. */
  readonly under: string;
  readonly lights: readonly Light[];
}

/** An answer, as far as lights look at it. */
export interface LightAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  readonly body: string;
}

/** What came of a request. */
export interface LightLook {
  readonly at: Instant;
  readonly ms: Millis;
  readonly result: LightAnswer | Failure;
}

/** What to ask, of the endpoint's URL without a trailing slash. */
export interface Question {
  readonly id: LightId;
  /** Path and query to put behind the endpoint's own path. */
  readonly path: string;
}

/** What the questions depend on. */
export interface LightSubject {
  /** The database's name; `null` when none is used. */
  readonly sumdb: string | null;
}

/**
 * The file that the probe asks for too: the module of Go's own tutorials, which every public mirror has in its cache.
 */
const CACHED_PATH = "/rsc.io/quote/@v/v1.5.2.info";

/** What is asked for a light. */
export function questionFor(id: LightId, { sumdb }: LightSubject): Question {
  switch (id) {
    case "sumdb":
      return { id, path: `/sumdb/${sumdb ?? ""}/supported` };
    case "toolchain":
      return { id, path: "/golang.org/toolchain/@v/list" };
    case "cache":
      return { id, path: CACHED_PATH };
    case "database":
      return { id, path: "/latest" };
    case "discovery":
      return { id, path: "?go-get=1" };
    case "git":
      return { id, path: "/info/refs?service=git-upload-pack" };
  }
}

type Verdict = Pick<Light, "state" | "because"> & { readonly raw?: string };

function say(state: LightState, because: Reason): Verdict {
  return { state, because };
}

function isMissing(status: number): boolean {
  return status === 404 || status === 410;
}

/** Any other status than 200, 404 and 410, which Go takes for an error; it follows redirects, and a look does not. */
function otherwise({ status }: LightAnswer): Verdict {
  if (status >= 300 && status <= 399) return say("unknown", reason("light-redirected", { status }));
  return say("off", reason("light-refused", { status }));
}

function isPage({ headers, body }: LightAnswer): boolean {
  return /^text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);
}

function readSumdb(answer: LightAnswer): Verdict {
  const { status } = answer;
  if (isMissing(status)) return say("off", reason("light-sumdb-missing", { status }));
  // Go takes any page with 200 for a yes, and then every lookup fails if it was none.
  if (status === 200) return say("on", reason(isPage(answer) ? "light-sumdb-page" : "light-sumdb-passed"));
  return status >= 300 && status <= 399 ? otherwise(answer) : say("off", reason("light-sumdb-fails", { status }));
}

function readToolchain(answer: LightAnswer): Verdict {
  const { status, body } = answer;
  if (isMissing(status)) return say("off", reason("light-toolchain-missing", { status }));
  if (status !== 200) return otherwise(answer);
  return /^v0\.0\.1-go1\./m.test(body)
    ? say("on", reason("light-toolchain-served"))
    : say("off", reason("light-toolchain-empty"));
}

const CACHE: Readonly<Record<CacheSignal["kind"], LightState>> = { hit: "on", miss: "off", unknown: "unknown" };

function readCache({ status, headers }: LightAnswer): Verdict {
  if (status !== 200) return say("unknown", reason("light-cache-unasked", { status }));
  const { kind, raw } = cacheSignal(headers);
  const verdict = say(CACHE[kind], reason(`light-cache-${kind}`));
  return raw === null ? verdict : { ...verdict, raw };
}

function readDatabase(answer: LightAnswer): Verdict {
  if (answer.status !== 200) return otherwise(answer);
  return answer.body.startsWith("go.sum database tree\n")
    ? say("on", reason("light-database-answers"))
    : say("off", reason("light-database-wrong"));
}

function readDiscovery(answer: LightAnswer): Verdict {
  // Go takes any status, and looks for the tag alone.
  return /<meta\s[^>]*name\s*=\s*["']?go-import\b/i.test(answer.body)
    ? say("on", reason("light-discovery-found"))
    : say("off", reason("light-discovery-none", { status: answer.status }));
}

function readGit(answer: LightAnswer): Verdict {
  if (answer.status === 401) return say("unknown", reason("light-git-login"));
  if (answer.status !== 200)
    return isMissing(answer.status) ? say("off", reason("light-git-missing")) : otherwise(answer);
  const isSmart = (answer.headers["content-type"] ?? "").startsWith("application/x-git-upload-pack-advertisement");
  return isSmart ? say("on", reason("light-git-answers")) : say("off", reason("light-git-none"));
}

const READ: Readonly<Record<LightId, (answer: LightAnswer) => Verdict>> = {
  sumdb: readSumdb,
  toolchain: readToolchain,
  cache: readCache,
  database: readDatabase,
  discovery: readDiscovery,
  git: readGit,
};

/** The light that a look lights. Our own failures tell nothing; any other failure is what Go would meet too. */
export function lightOf(id: LightId, { at, ms, result }: LightLook): Light {
  if ("status" in result) {
    return { id, ...READ[id](result), at, ms, status: result.status };
  }
  const { stage, kind } = result;
  const isOurs = kind === "local" || kind === "unknown";
  const state = isOurs || id === "cache" ? "unknown" : "off";
  return { id, state, because: reason("light-unreached", { stage, kind }), at, ms };
}

/** A light that nobody needs to look at. */
export function unneeded(id: LightId, because: Reason, at: Instant): Light {
  return { id, state: "unneeded", because, at, ms: null };
}
