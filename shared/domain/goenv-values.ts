// What `go env -w` and `go env -u` refuse, with Go's own words. Source: cmd/go/internal/envcmd/env.go (checkEnvWrite,
// runEnvW) and internal/cfg/cfg.go (KnownEnv) of Go 1.13 to 1.27. Names are judged by the release at hand; values as Go
// 1.19 and later judge them, which older ones do less strictly.
// Not judged here: whether Go can build for a GOOS/GOARCH pair or knows a GOEXPERIMENT; the go command itself is asked.

/** What the judgement of a value rests on. */
export interface ValueContext {
  /** Version of Go, `1.26.8` or `go1.26.8`. Absent: the newest that Gangway knows. */
  readonly goVersion?: string;
  /** Names that the go env file or `$GOROOT/go.env` has already. Go 1.21 and later take each of them. */
  readonly present?: ReadonlySet<string>;
  /** `win32` reads paths as Windows does; anything else reads them as Unix does. */
  readonly platform?: string;
}

/** The newest release whose rules are known here, 1.27 of August 2026. */
const NEWEST_MINOR = 27;

/** Names that Go knows, with the first minor release of Go 1 that did; 13 stands for 1.13 and before. */
const KNOWN: ReadonlyMap<string, number> = new Map([
  ...(
    "AR CC CGO_CFLAGS CGO_CFLAGS_ALLOW CGO_CFLAGS_DISALLOW CGO_CPPFLAGS CGO_CPPFLAGS_ALLOW CGO_CPPFLAGS_DISALLOW " +
    "CGO_CXXFLAGS CGO_CXXFLAGS_ALLOW CGO_CXXFLAGS_DISALLOW CGO_ENABLED CGO_FFLAGS CGO_FFLAGS_ALLOW " +
    "CGO_FFLAGS_DISALLOW CGO_LDFLAGS CGO_LDFLAGS_ALLOW CGO_LDFLAGS_DISALLOW CXX FC GCCGO GO111MODULE GO386 GOARCH " +
    "GOARM GOBIN GOCACHE GOFLAGS GOMIPS GOMIPS64 GONOPROXY GONOSUMDB GOOS GOPATH GOPPC64 GOPRIVATE GOPROXY GOROOT " +
    "GOSUMDB GOTMPDIR GOWASM GO_EXTLINK_ENABLED PKG_CONFIG"
  )
    .split(" ")
    .map((name): [string, number] => [name, 13]),
  ["GOINSECURE", 14],
  ["GOMODCACHE", 15],
  ["GOVCS", 16],
  ["GOEXPERIMENT", 17],
  ["GOAMD64", 18],
  ["GOTOOLCHAIN", 21],
  ["GOCACHEPROG", 21],
  ["GOARM64", 23],
  ["GORISCV64", 23],
  ["GOAUTH", 24],
  ["GOFIPS140", 24],
]);

/** Names that Go computes, with the first minor release that said so instead of not knowing them. */
const COMPUTED: ReadonlyMap<string, number> = new Map([
  ["GOEXE", 13],
  ["GOGCCFLAGS", 13],
  ["GOHOSTARCH", 13],
  ["GOHOSTOS", 13],
  ["GOMOD", 13],
  ["GOTOOLDIR", 13],
  ["GOVERSION", 16],
  ["GOWORK", 18],
  ["GOTELEMETRY", 24],
  ["GOTELEMETRYDIR", 24],
  // Go refuses GOROOT since 1.27. Before, it takes it and then may not start at all, so we refuse it for every Go.
  ["GOROOT", 0],
]);

/** Names that count only in the OS environment, with the first minor release that said so. */
const OS_ONLY: ReadonlyMap<string, number> = new Map([
  ["GOENV", 13],
  ["GODEBUG", 23],
]);

/** Names whose value Go judges by things that are known to the go command alone. */
export const JUDGED_BY_GO: ReadonlySet<string> = new Set(["GOOS", "GOARCH", "GOEXPERIMENT"]);

/** The names that a release of Go takes from the go env file; absent: the newest that Gangway knows. */
export function knownVariables(goVersion?: string): readonly string[] {
  const minor = minorOf(goVersion);
  return [...KNOWN].filter(([, since]) => since <= minor).map(([name]) => name);
}

/**
 * Whether a line for `name` in the go env file does anything. GODEBUG and GOENV count in the OS environment alone, and so
 * do HTTPS_PROXY and its kin, which `go env` shows from the file all the same since Go 1.21; the rest Go does not know.
 */
export function countsInFile(name: string, goVersion?: string): boolean {
  return (KNOWN.get(name) ?? Infinity) <= minorOf(goVersion);
}

/** The minor release in a version, 26 of `go1.26.8`; the newest known for no version or a development version. */
export function minorOf(goVersion: string | undefined): number {
  const minor = /^(?:go)?1\.(\d+)/.exec(goVersion ?? "")?.[1];
  return minor === undefined ? NEWEST_MINOR : Number(minor);
}

/**
 * Why Go would refuse to set `name` to `value`, or with `null` to unset it: Go's own sentence without `go: ` in front.
 * `null` when it would not. Go takes any text for GOPROXY, GOSUMDB, GOPRIVATE, GOFLAGS and most others.
 */
export function refusedValue(name: string, value: string | null, context: ValueContext = {}): string | null {
  const windows = context.platform === "win32";
  const text = value ?? "";
  return refusedName(name, context) ?? refusedMeaning(name, text, windows) ?? refusedBytes(name, text, windows);
}

function refusedName(name: string, context: ValueContext): string | null {
  const minor = minorOf(context.goVersion);
  if ((COMPUTED.get(name) ?? Infinity) <= minor) return `${name} cannot be modified`;
  if ((OS_ONLY.get(name) ?? Infinity) <= minor) return `${name} can only be set using the OS environment`;
  // Go 1.21 takes what is in the file already (cfg.CanGetenv).
  const taken = minor >= 21 && context.present?.has(name) === true;
  return taken || (KNOWN.get(name) ?? Infinity) <= minor ? null : `unknown go command variable ${name}`;
}

function refusedMeaning(name: string, value: string, windows: boolean): string | null {
  if (value === "") return null;
  switch (name) {
    case "GO111MODULE":
      return ["auto", "on", "off"].includes(value) ? null : `invalid GO111MODULE value ${quote(value)}`;
    case "GOPATH":
      if (value.startsWith("~")) return `GOPATH entry cannot start with shell metacharacter '~': ${quote(value)}`;
      return refusedRelative(name, value, isAbsolute(value, windows));
    case "GOMODCACHE":
      return refusedRelative(name, value, isAbsolute(value, windows));
    case "CC":
    case "CXX":
      return refusedCompiler(name, value, windows);
    default:
      return null;
  }
}

function refusedRelative(name: string, path: string, fine: boolean): string | null {
  return fine ? null : `${name} entry is relative; must be absolute path: ${quote(path)}`;
}

/**
 * The words of a command line as cmd/internal/quoted.Split sees them: quotes count around a whole word only, and nothing
 * is escaped. The third group is a quote without its end.
 */
const WORDS = /"([^"]*)"|'([^']*)'|(["']).*|[^ \t\n\r]+/gs;

function refusedCompiler(name: string, value: string, windows: boolean): string | null {
  const words = [...value.matchAll(WORDS)];
  const open = words.at(-1)?.[3];
  if (open !== undefined) return `invalid ${name}: unterminated ${open} string`;
  const [first] = words;
  if (first === undefined) return `${name} entry cannot contain only space`;
  const program = first[1] ?? first[2] ?? first[0];
  const bare = program !== "" && !(windows ? /[/\\:]/ : /\//).test(program);
  return refusedRelative(name, program, bare || isAbsolute(program, windows));
}

function refusedBytes(name: string, value: string, windows: boolean): string | null {
  // Half a surrogate pair has no UTF-8 form.
  if (/\p{Surrogate}/u.test(value)) return `invalid UTF-8 in ${name}=... value`;
  if (value.includes("\0")) return `invalid NUL in ${name}=... value`;
  if (/[\v\r\n]/.test(value)) return `invalid newline in ${name}=... value`;
  const absolute = name !== "GOTMPDIR" || value === "" || isAbsolute(value, windows);
  return absolute ? null : "GOTMPDIR must be an absolute path";
}

/** Go's filepath.IsAbs. */
function isAbsolute(path: string, windows: boolean): boolean {
  return windows ? /^(?:[a-z]:[/\\]|[/\\]{2}[^/\\]+[/\\]+[^/\\]+)/i.test(path) : path.startsWith("/");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** Go's %q: a text in double quotes, with everything that is not printable escaped. */
function quote(text: string): string {
  const escaped = Array.from(text, (character) => {
    const known = ESCAPES[character];
    if (known !== undefined) return known;
    if (character === " " || !/[\p{C}\p{Z}]/u.test(character)) return character;
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    if (hex.length <= 2 && character <= "\u007f") return `\\x${hex.padStart(2, "0")}`;
    return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
  return `"${escaped.join("")}"`;
}
