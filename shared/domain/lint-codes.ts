/**
 * Every finding there is, with the source of what its sentence says of Go. Paths are below `src/cmd/go/internal` of Go
 * 1.27 unless they begin with `src/`; each has its sentence under the same name in `lint.json` of every language.
 */
export const LINT_SOURCES = {
  // The GOPROXY list as text
  /** The whole value, or an entry, stands in quotes: a shell takes them away, the go env file keeps them. */
  "quoted-value": "cfg/cfg.go readEnvFile: the rest of the line is the value, verbatim",
  /** Something else than `,` and `|` stands between entries: `+`, `;`, a blank, a full-width comma. */
  "not-a-separator": 'modfetch/proxy.go proxyList: strings.IndexAny(goproxy, ",|")',
  /** `Direct`, `OFF`: keywords are lower case. */
  "keyword-case": 'modfetch/proxy.go proxyList: url == "off", url == "direct"',
  /** A word that is neither keyword nor address. */
  "missing-scheme": 'modfetch/proxy.go newProxyRepo: case ""',
  /** A scheme that is not https, http or file. */
  "unknown-scheme": "modfetch/proxy.go newProxyRepo: default",
  /** A URL that names no host, or whose host is a scheme: `https:/goproxy.cn`, `https//goproxy.cn`. */
  "no-host": "src/net/http/transport.go roundTrip: no Host in request URL",
  /** A file URL with more than a path. */
  "file-url": 'modfetch/proxy.go newProxyRepo: case "file"',
  /** Any other text that Go cannot read as a URL. */
  "broken-url": "src/net/url/url.go parse",
  /** Separators and blanks alone. */
  "empty-list": "modfetch/proxy.go proxyList: contains no entries",
  /** Two separators in a row, or one at an end. */
  "empty-entry": 'modfetch/proxy.go proxyList: if url == "" { continue }',
  /** A host without `https://`; Go adds it. */
  "implicit-https": 'modfetch/proxy.go proxyList: url = "https://" + url',
  /** `|` for a Go that knows only `,`. */
  "pipe-too-new": "Go 1.15 release notes; golang/go#37367",

  // The GOPROXY list as a route
  /** Entries behind `direct` or `off`. */
  "never-reached": "modfetch/proxy.go proxyList: break after direct and off",
  /** `off` in front of other entries. */
  "off-first": 'modfetch/proxy.go proxyList: "off" always fails hard',
  /** `off` alone. */
  "off-alone": "modfetch/repo.go lookup: errProxyOff",
  /** `direct` alone. */
  "direct-alone": "modfetch/repo.go lookupDirect",
  /** `,` between two public mirrors. */
  "comma-between-mirrors": "modfetch/proxy.go TryProxies: !proxy.fallBackOnError && !isNotExistErr",
  /** `,` between a public mirror and `direct`. */
  "comma-before-direct": "modfetch/proxy.go TryProxies: !proxy.fallBackOnError && !isNotExistErr",
  /** `|` between a proxy of one's own and a public one. */
  "pipe-leaks": "golang/go#32253 and #37367: the comma is a gatekeeper by design",
  /** The same proxy twice. */
  "duplicate-entry": "modfetch/proxy.go TryProxies: every entry is asked, for every file",

  // The proxies in the list
  /** A user name or password for an http proxy. */
  "credentials-over-http": "web/http.go get: refusing to pass credentials to insecure URL",
  /** A user name or password for an https proxy. */
  "credentials-in-value": "web/http.go get; auth/auth.go AddCredentials (netrc, GOAUTH)",
  /** http to a host that is not one's own. */
  "plain-http": "web/http.go get: http is taken for a proxy under DefaultSecurity",
  /** A question mark and what follows. */
  "query-kept": "modfetch/proxy.go getBody: target := *p.url keeps RawQuery",
  /** A `#` and what follows. */
  "fragment-dropped": "src/net/http/request.go: a fragment is never sent",
  /** A public proxy that was shut down. */
  "dead-proxy": "JFrog, GoCenter sunset 2021-05-01; gomods/athens c169a60c of 2023-12-08",
  /** A public proxy that moved. */
  "renamed-proxy": "RubyMetric/chsrc#227: the old path answers 418",
  /** No proxy in the list passes the checksum database through. */
  "mirror-without-sumdb": "modfetch/sumdb.go initBase: 404 at every proxy means the database itself",

  // The checksum database
  /** GOSUMDB=off. */
  "sumdb-off": "modfetch/sumdb.go useSumDB, dbDial",
  /** A GOSUMDB value that Go cannot use. */
  "sumdb-malformed": "modfetch/sumdb.go dbDial; src/cmd/vendor/golang.org/x/mod/sumdb/note NewVerifier",
  /** A GOSUMDB with a URL of its own, though a proxy in the list would pass the database through. */
  "sumdb-bypasses-proxies": "modfetch/sumdb.go dbDial: bypassing both the default URL derivation and any proxies",
  /** A database that is not Go's own. */
  "sumdb-other-log": "goproxyio/goproxy#202 and #209",
  /** GONOSUMDB covers every module. */
  "nosumdb-all": "modfetch/sumdb.go useSumDB: MatchPrefixPatterns(cfg.GONOSUMDB, mod.Path)",
  /** GONOSUMDB hides paths from the database and not from the public proxies. */
  "nosumdb-without-private": "cfg/cfg.go: GONOPROXY has GOPRIVATE as its default, not GONOSUMDB",

  // Patterns
  /** A blank in a list of patterns. */
  "pattern-blank": "src/cmd/vendor/golang.org/x/mod/module/module.go MatchPrefixPatterns: no trimming",
  /** Capitals in the host of a pattern. */
  "pattern-case": "src/cmd/vendor/golang.org/x/mod/module/module.go CheckPath: firstPathOK is lower case",
  /** A URL where a module path belongs. */
  "pattern-scheme": "src/cmd/vendor/golang.org/x/mod/module/module.go modPathOK: no colon in a module path",
  /** `;` or `|` between patterns. */
  "pattern-separator": 'src/cmd/vendor/golang.org/x/mod/module/module.go MatchPrefixPatterns: strings.Cut(globs, ",")',
  /** No glob at all. */
  "pattern-malformed": "src/path/match.go ErrBadPattern, which MatchPrefixPatterns drops",
  /** `/...` as in package patterns. */
  "pattern-dots": "src/path/match.go: dots are plain characters",
  /** A dot in front, as NO_PROXY has it. */
  "pattern-leading-dot": "src/cmd/vendor/golang.org/x/mod/module/module.go CheckPath: no element begins with a dot",
  /** `*.corp.com` without `corp.com`. */
  "pattern-star-not-apex": "src/path/match.go: the dot must be there",
  /** A pattern that covers everything. */
  "pattern-all": "src/cmd/vendor/golang.org/x/mod/module/module.go MatchPrefixPatterns",
  /** GONOPROXY or GONOSUMDB replaces GOPRIVATE and leaves out patterns of it. */
  "private-replaced": 'cfg/cfg.go EnvOrAndChanged("GONOPROXY", GOPRIVATE)',
  /** GOINSECURE for the host of a proxy. */
  "insecure-no-help": "modfetch/proxy.go getBody: web.Get(web.DefaultSecurity, …)",
  /** GOINSECURE for everything. */
  "insecure-all": "modfetch/repo.go lookupDirect: security = web.Insecure",

  // Other variables, and the file
  /** A variable of the environment wins over the file. */
  "os-shadows-file": "cfg/cfg.go Getenv: the OS environment first",
  /** GOENV=off. */
  "goenv-off": "cfg/cfg.go EnvFile",
  /** GOPROXY or GOSUMDB is empty in the file. */
  "empty-value": "golang/go#62485: an empty value in the file hides $GOROOT/go.env",
  /** GO111MODULE=off. */
  "module-mode-off": "modload/init.go Init: module mode off",
  /** -insecure in GOFLAGS. */
  "goflags-insecure": "modget/get.go: -insecure flag is no longer supported; use GOINSECURE instead",
  /** -mod=vendor in GOFLAGS. */
  "goflags-vendor": "modfetch/repo.go lookup: errLookupDisabled",
  /** GONOSUMCHECK, GONOVERIFY: no Go ever knew them. */
  "nonexistent-variable": "src/internal/cfg/cfg.go KnownEnv",
  /** A variable that counts only in the environment stands in the file. */
  "no-effect-in-file": "src/cmd/go/main.go; src/vendor/golang.org/x/net/http/httpproxy: os.Getenv",
  /** ALL_PROXY is set and HTTPS_PROXY is not. */
  "all-proxy-ignored": "src/vendor/golang.org/x/net/http/httpproxy FromEnvironment",
  /** A value in the file that `go env -w` would refuse. */
  "refused-value": "envcmd/env.go checkEnvWrite",
  /** A carriage return at the end of a value. */
  "carriage-return": "cfg/cfg.go readEnvFile: split at \\n alone",
  /** A byte order mark in front of the file. */
  "byte-order-mark": "cfg/cfg.go readEnvFile: a line has to begin with A to Z",
  /** A line that looks like a setting and is none. */
  "ignored-line": "cfg/cfg.go readEnvFile: a line has to begin with A to Z",
  /** Two lines for one variable. */
  "duplicate-line": "cfg/cfg.go readEnvFile: the last one wins",
  /** A GOVCS value that Go cannot use. */
  "govcs-malformed": "vcs/vcs.go parseGOVCS",
} as const satisfies Readonly<Record<string, string>>;

/** The name of a finding. */
export type LintCode = keyof typeof LINT_SOURCES;
