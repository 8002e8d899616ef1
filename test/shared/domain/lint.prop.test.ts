// What holds for the fix of every finding, whatever was written: it removes its finding and brings no error.
import fc from "fast-check";
import { expect, test } from "vitest";
import { setKeys } from "../../../shared/domain/goenv-text.ts";
import type { Finding } from "../../../shared/domain/lint-finding.ts";
import { lintScene } from "./lint-cases.ts";

const entry = fc.oneof(
  fc.constantFrom(
    ...[
      "direct",
      "off",
      "Direct",
      "goproxy",
      "",
      " ",
      "https://goproxy.cn",
      "https://goproxy.io/",
      "goproxy.cn",
      "gocenter.io",
    ],
    ...[
      "https://proxy.golang.org",
      "http://goproxy.cn",
      "https://me:pw@proxy.corp.internal",
      "http://me:pw@10.0.0.1",
      "http:/x",
    ],
    ...[
      "ftp://x.example",
      "direct+https://goproxy.io",
      "https://a.example;direct",
      "https://mirrors.aliyun.com/goproxy/",
      "/srv",
    ],
    ...[
      "https://mirrors.huaweicloud.com/goproxy",
      "file:///srv",
      "file://srv/x",
      "https:goproxy.io",
      "https://h:80 direct",
      '"',
    ],
    ...[
      "https://a.example?x=1",
      "https://a.example#x",
      "'https://b.example'",
      "https://x:y",
      "https://proxy.corp.com",
      "htps://c.d",
    ],
  ),
  fc.string({ maxLength: 12, unit: fc.constantFrom(...Array.from("ab.:/+;@?# '\"[]%Ａ，D")) }),
);
const list = fc
  .array(fc.tuple(entry, fc.constantFrom(",", "|")), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.map(([text, separator], at) => (at === parts.length - 1 ? text : text + separator)).join(""));
const pattern = fc.oneof(
  fc.constantFrom(
    "corp.com",
    "*.corp.com",
    "*",
    " corp.com",
    "Corp.com/X",
    "https://corp.com/x",
    "a;b",
    "[",
    ".corp.com",
  ),
  fc.constantFrom(
    "corp.com/...",
    "git@corp.com:x/y.git",
    "none",
    "corp.com:8443/x",
    "github.com/acme/",
    "",
    "..",
    "**",
    '"x.com"',
  ),
  fc.string({ maxLength: 8, unit: fc.constantFrom(...Array.from("aB.*?[]\\/:@ -|")) }),
);
const patterns = fc.array(pattern, { maxLength: 3 }).map((all) => all.join(","));
const sumdb = fc.constantFrom(
  "off",
  "sum.golang.org",
  "gosum.io",
  "sum.golang.google.cn",
  "a b c",
  "goproxy.cn/sumdb/sum.golang.org",
  "",
  "OFF",
  "sum.golang.org https://x.example",
);
const line = fc.oneof(
  list.map((value) => `GOPROXY=${value}`),
  sumdb.map((value) => `GOSUMDB=${value}`),
  fc
    .tuple(fc.constantFrom("GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"), patterns)
    .map(([name, value]) => `${name}=${value}`),
  fc.constantFrom(
    "GOFLAGS=-insecure",
    "GO111MODULE=off",
    "GO111MODULE=maybe",
    "GONOSUMCHECK=1",
    "GODEBUG=x=1",
    "GOVCS=git",
    "HTTPS_PROXY=x",
  ),
);
const scene = fc.record({
  file: fc
    .array(fc.tuple(line, fc.constantFrom("\n", "\n", "\n", "\r\n")), { minLength: 1, maxLength: 6 })
    .map((lines) => lines.map(([text, end]) => text + end).join("")),
  go: fc.constantFrom("go1.14.15", "go1.20.14", "go1.22.6", "go1.26.8"),
});

const identity = ({ code, at }: Finding): string => JSON.stringify([code, at?.variable, at?.text]);

function count(findings: readonly Finding[], wanted: string): number {
  return findings.filter((finding) => identity(finding) === wanted).length;
}

test("a fix removes its finding and never brings an error that was not there", () => {
  let fixes = 0;
  fc.assert(
    fc.property(scene, (given) => {
      const before = lintScene(given);
      const errors = new Set(before.filter(({ severity }) => severity === "error").map(({ code }) => code));
      for (const finding of before) {
        if (finding.fix === undefined) continue;
        fixes += 1;
        const file = setKeys(given.file, finding.fix.changes);
        const after = lintScene({ ...given, file });
        const context = JSON.stringify({ ...given, finding, file });
        expect(count(after, identity(finding)), context).toBeLessThan(count(before, identity(finding)));
        const brought = after.filter(({ code, severity }) => severity === "error" && !errors.has(code));
        expect(brought, context).toEqual([]);
      }
    }),
    { numRuns: 1_500, seed: 20_261_122 },
  );
  console.info(`${fixes} fixes applied`);
  expect(fixes).toBeGreaterThan(2_000);
});

test("no text whatsoever makes the linter fail", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("GOPROXY", "GOSUMDB", "GOPRIVATE", "GOVCS"),
      (text, name) => {
        expect(Array.isArray(lintScene({ os: { [name]: text } }))).toBe(true);
      },
    ),
    { numRuns: 1_000, seed: 20_261_122 },
  );
});
