// For every finding a scene that has it and a neighbouring one that has not: the smallest difference that matters.
import type { EffectiveEnv, Variable } from "../../../shared/domain/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { lintEnv } from "../../../shared/domain/lint.ts";
import type { LintCode } from "../../../shared/domain/lint-codes.ts";
import type { Finding, LintContext } from "../../../shared/domain/lint-finding.ts";

/** A whole go env in a few words: the go env file, the OS environment, and the version of Go. */
export interface LintScene {
  readonly file?: string;
  readonly os?: Readonly<Record<string, string>>;
  readonly go?: string;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  GOPROXY: "https://proxy.golang.org,direct",
  GOSUMDB: "sum.golang.org",
};

/** The effective values of a scene, by the rules of the go command. */
function envOf({ file = "", os = {}, go = "go1.26.8" }: LintScene): EffectiveEnv {
  const inFile = readValues(file);
  const names = new Set([...Object.keys(DEFAULTS), ...inFile.keys(), ...Object.keys(os)]);
  const variables: Record<string, Variable> = {};
  for (const name of names)
    variables[name] = variableOf({ own: inFile.get(name), outer: os[name], usual: DEFAULTS[name] });
  return { file: "/home/me/.config/go/env", go: { path: "/usr/local/go/bin/go", version: go }, variables };
}

interface Sources {
  readonly own: string | undefined;
  readonly outer: string | undefined;
  readonly usual: string | undefined;
}

function variableOf({ own, outer, usual = "" }: Sources): Variable {
  if (outer !== undefined) return { value: outer, origin: "os", ...(own === undefined ? {} : { shadows: own }) };
  return own === undefined ? { value: usual, origin: "goroot" } : { value: own, origin: "file" };
}

/** What the linter finds in a scene. */
export function lintScene(scene: LintScene): readonly Finding[] {
  const context: LintContext = { platform: "linux", fileText: scene.file ?? "", environment: scene.os ?? {} };
  return lintEnv(envOf(scene), context);
}

const proxy = (value: string): LintScene => ({ file: `GOPROXY=${value}\n` });

/** Scenes by finding: first with it, second without. */
export const LINT_CASES: Readonly<Record<LintCode, readonly [LintScene, LintScene]>> = {
  "quoted-value": [proxy('"https://goproxy.cn,direct"'), proxy("https://goproxy.cn,direct")],
  "not-a-separator": [proxy("direct+https://goproxy.io"), proxy("https://goproxy.io/a+b,direct")],
  "keyword-case": [proxy("https://goproxy.cn,Direct"), proxy("https://goproxy.cn,direct")],
  "missing-scheme": [proxy("goproxy"), proxy("goproxy.cn")],
  "unknown-scheme": [proxy("ftp://goproxy.cn"), proxy("https://goproxy.cn")],
  "no-host": [proxy("https:/goproxy.cn"), proxy("https://goproxy.cn")],
  "file-url": [proxy("file://srv/modules"), proxy("file:///srv/modules")],
  "broken-url": [proxy("https://goproxy.cn:x"), proxy("https://goproxy.cn:443")],
  "empty-list": [proxy(" , "), proxy("direct")],
  "empty-entry": [proxy("https://goproxy.cn,,direct"), proxy("https://goproxy.cn,direct")],
  "implicit-https": [proxy("goproxy.cn,direct"), proxy("direct")],
  "pipe-too-new": [
    { ...proxy("https://goproxy.cn|direct"), go: "go1.14.15" },
    { ...proxy("https://goproxy.cn|direct"), go: "go1.15" },
  ],
  "never-reached": [proxy("direct,https://goproxy.io"), proxy("https://goproxy.io,direct")],
  "off-first": [proxy("off,https://goproxy.io"), proxy("https://goproxy.io,off")],
  "off-alone": [proxy("off"), proxy("https://goproxy.io,off")],
  "direct-alone": [proxy("direct"), proxy("https://goproxy.io,direct")],
  "comma-between-mirrors": [
    proxy("https://goproxy.cn,https://goproxy.io"),
    proxy("https://goproxy.cn|https://goproxy.io"),
  ],
  "comma-before-direct": [proxy("https://goproxy.cn,direct"), proxy("https://goproxy.cn|direct")],
  "pipe-leaks": [
    proxy("https://proxy.corp.internal|https://goproxy.cn"),
    proxy("https://proxy.corp.internal,https://goproxy.cn"),
  ],
  "duplicate-entry": [proxy("https://goproxy.cn|https://goproxy.cn/"), proxy("https://goproxy.cn|https://goproxy.io")],
  "credentials-over-http": [proxy("http://me:secret@proxy.corp.internal"), proxy("http://proxy.corp.internal")],
  "credentials-in-value": [proxy("https://me:secret@proxy.corp.internal"), proxy("https://proxy.corp.internal")],
  "plain-http": [proxy("http://goproxy.cn"), proxy("http://10.1.2.3:8081/goproxy")],
  "query-kept": [proxy("https://goproxy.cn?x=1"), proxy("https://goproxy.cn/x")],
  "fragment-dropped": [proxy("https://goproxy.cn#x"), proxy("https://goproxy.cn/x")],
  "dead-proxy": [proxy("https://gocenter.io"), proxy("https://goproxy.io")],
  "renamed-proxy": [
    proxy("https://mirrors.huaweicloud.com/goproxy/"),
    proxy("https://mirrors.huaweicloud.com/repository/goproxy/"),
  ],
  "mirror-without-sumdb": [
    proxy("https://mirrors.aliyun.com/goproxy/,direct"),
    proxy("https://mirrors.aliyun.com/goproxy/|https://goproxy.cn"),
  ],
  "sumdb-off": [{ file: "GOSUMDB=off\n" }, { file: "GOSUMDB=sum.golang.org\n" }],
  "sumdb-malformed": [{ file: "GOSUMDB=gosum.io\n" }, { file: "GOSUMDB=sum.golang.google.cn\n" }],
  "sumdb-bypasses-proxies": [
    { file: "GOPROXY=https://goproxy.cn\nGOSUMDB=sum.golang.google.cn\n" },
    { file: "GOPROXY=https://mirrors.aliyun.com/goproxy/\nGOSUMDB=sum.golang.google.cn\n" },
  ],
  "sumdb-other-log": [
    { file: "GOSUMDB=gosum.io+ce6e7565+AY5qEHUk/qmHc5btzW45JVoENfazw8LielDsaI+lEbq6\n" },
    { file: "GOSUMDB=sum.golang.org\n" },
  ],
  "nosumdb-all": [{ file: "GONOSUMDB=*\n" }, { file: "GOPRIVATE=corp.com\nGONOSUMDB=corp.com\n" }],
  "nosumdb-without-private": [{ file: "GONOSUMDB=corp.com\n" }, { file: "GOPRIVATE=corp.com\nGONOSUMDB=corp.com\n" }],
  "pattern-blank": [{ file: "GOPRIVATE=a.com, b.com\n" }, { file: "GOPRIVATE=a.com,b.com\n" }],
  "pattern-case": [{ file: "GOPRIVATE=GitHub.com/acme\n" }, { file: "GOPRIVATE=github.com/Acme\n" }],
  "pattern-scheme": [{ file: "GOPRIVATE=https://github.com/acme\n" }, { file: "GOPRIVATE=github.com/acme\n" }],
  "pattern-separator": [{ file: "GOPRIVATE=a.com;b.com\n" }, { file: "GOPRIVATE=a.com,b.com\n" }],
  "pattern-malformed": [{ file: "GOPRIVATE=corp.com/[a\n" }, { file: "GOPRIVATE=corp.com/[a]\n" }],
  "pattern-dots": [{ file: "GOPRIVATE=corp.com/...\n" }, { file: "GOPRIVATE=corp.com/*\n" }],
  "pattern-leading-dot": [{ file: "GOPRIVATE=.corp.com\n" }, { file: "GOPRIVATE=*.corp.com,corp.com\n" }],
  "pattern-star-not-apex": [{ file: "GOPRIVATE=*.corp.com\n" }, { file: "GOPRIVATE=*.corp.com,corp.com\n" }],
  "pattern-all": [{ file: "GOPRIVATE=*\n" }, { file: "GOPRIVATE=*.com,com\n" }],
  "private-replaced": [
    { file: "GOPRIVATE=a.com\nGONOPROXY=b.com\n" },
    { file: "GOPRIVATE=a.com/x\nGONOPROXY=a.com\n" },
  ],
  "insecure-no-help": [
    { file: "GOPROXY=https://proxy.corp.com\nGOINSECURE=*.corp.com\n" },
    { file: "GOPROXY=https://goproxy.cn\nGOINSECURE=*.corp.com\n" },
  ],
  "insecure-all": [{ file: "GOINSECURE=*\n" }, { file: "GOINSECURE=*.corp.com\n" }],
  "os-shadows-file": [
    { file: "GOPROXY=https://goproxy.cn\n", os: { GOPROXY: "direct" } },
    { file: "GOPROXY=direct\n", os: { GOPROXY: "direct" } },
  ],
  "goenv-off": [{ os: { GOENV: "off" } }, { os: { GOENV: "/tmp/env" } }],
  "empty-value": [{ file: "GOPROXY=\n" }, { file: "GOPROXY=\n", go: "go1.20.14" }],
  "module-mode-off": [{ file: "GO111MODULE=off\n" }, { file: "GO111MODULE=on\n" }],
  "goflags-insecure": [{ file: "GOFLAGS=-insecure -v\n" }, { file: "GOFLAGS=-v\n" }],
  "goflags-vendor": [{ file: "GOFLAGS=-mod=vendor\n" }, { file: "GOFLAGS=-mod=mod\n" }],
  "nonexistent-variable": [{ file: "GONOSUMCHECK=1\n" }, { file: "GONOSUMDB=corp.com\n" }],
  "no-effect-in-file": [
    { file: "HTTPS_PROXY=http://127.0.0.1:7890\n" },
    { os: { HTTPS_PROXY: "http://127.0.0.1:7890" } },
  ],
  "all-proxy-ignored": [
    { os: { ALL_PROXY: "socks5://127.0.0.1:1080" } },
    { os: { ALL_PROXY: "socks5://127.0.0.1:1080", HTTPS_PROXY: "socks5://127.0.0.1:1080" } },
  ],
  "refused-value": [{ file: "GO111MODULE=maybe\n" }, { file: "GO111MODULE=auto\n" }],
  "carriage-return": [{ file: "GOPRIVATE=corp.com\r\n" }, { file: "GOPRIVATE=corp.com\n" }],
  "byte-order-mark": [{ file: "\uFEFFGOPROXY=direct\n" }, { file: "GOPROXY=direct\n" }],
  "ignored-line": [{ file: "export GOPROXY=direct\n" }, { file: "# export GOPROXY=direct\n" }],
  "duplicate-line": [{ file: "GOPROXY=direct\nGOPROXY=off\n" }, { file: "GOPROXY=direct\nGOSUMDB=sum.golang.org\n" }],
  "govcs-malformed": [{ file: "GOVCS=git\n" }, { file: "GOVCS=public:git\n" }],
};
