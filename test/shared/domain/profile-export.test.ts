// The formats whose readers are not on every machine, held to their rules, which are written down here a second time. The
// shells and go read theirs in test/engine/profile-export.test.ts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { EXPORT_FORMATS, exportProfile } from "../../../shared/domain/profile-export.ts";
import { anyEnv, anyValue, type Env, HARD_ENVS, profileWith } from "../../support/hard-values.ts";

test("the rules of fish give every value back", () => {
  const read = (text: string): string => text.replace(/\\(['\\])/g, "$1");
  fc.assert(
    fc.property(anyValue, (text) => {
      const [line] = exportProfile(profileWith({ GOFLAGS: text }), "fish").split("\n");
      // A quoted text, within which no quote stands without a backslash.
      const inner = /^set -gx GOFLAGS '((?:[^'\\]|\\[^])*)'$/.exec(line ?? "")?.[1];
      expect(inner === undefined ? undefined : read(inner)).toBe(text);
    }),
  );
});

test("the rules of PowerShell give every value back", () => {
  const single = "'\u2018\u2019\u201a\u201b";
  const pattern = new RegExp(`^\\$Env:GOFLAGS = '((?:[^${single}]|([${single}])[${single}])*)'$`, "u");
  fc.assert(
    fc.property(anyValue, (text) => {
      const inner = pattern.exec(exportProfile(profileWith({ GOFLAGS: text }), "powershell"))?.[1];
      // Of two quotes in a row the second counts.
      expect(inner?.replace(new RegExp(`[${single}]([${single}])`, "g"), "$1")).toBe(text);
    }),
  );
  expect(exportProfile(profileWith({ GOSUMDB: null }), "powershell")).toBe(
    "Remove-Item Env:GOSUMDB -ErrorAction SilentlyContinue",
  );
});

/** What GitHub makes of expressions in a text: here only of those that are a quoted string. */
function evaluate(text: string): string {
  const expressions = text.replaceAll("${{ '${{' }}", "\u0000");
  expect(expressions).not.toContain("${{");
  return expressions.replaceAll("\u0000", () => "${{");
}

test("a YAML parser and GitHub's expressions give every value of a workflow's env back", () => {
  const check = (wanted: Env): void => {
    const { env: read } = parse(exportProfile(profileWith(wanted), "github")) as { env: Record<string, string> };
    const values = Object.fromEntries(Object.entries(read).map(([name, text]) => [name, evaluate(text)]));
    expect(values).toEqual(Object.fromEntries(Object.entries(wanted).map(([name, text]) => [name, text ?? ""])));
  };
  for (const wanted of HARD_ENVS) check(wanted);
  fc.assert(fc.property(anyEnv, check));
});

/** Reads one word as a Dockerfile's ENV does: moby's shell lexer with `\` as the escape, and no variables set. */
function readDockerWord(text: string): string {
  const [, inner] = /^"([^]*)"$/.exec(text) ?? [];
  if (inner === undefined) throw new Error(`not quoted: ${text}`);
  let read = "";
  for (let at = 0; at < inner.length; at += 1) {
    const next = inner[at + 1] ?? "";
    if (inner[at] === '"' || inner[at] === "$") throw new Error(`ends or expands at ${at}: ${text}`);
    if (inner[at] === "\\" && ['"', "$", "\\"].includes(next)) at += 1;
    read += inner[at] ?? "";
  }
  return read;
}

test("the rules of Dockerfiles give every value back", () => {
  const check = (wanted: Env): void => {
    const lines = exportProfile(profileWith(wanted), "dockerfile").split("\n");
    const read = lines.map((line) => /^ENV (\w+)=([^]*)$/.exec(line)?.slice(1) ?? []);
    const values = read.map(([name, word = ""]) => [name, readDockerWord(word)]);
    expect(values).toEqual(Object.entries(wanted).map(([name, text]) => [name, text ?? ""]));
  };
  for (const wanted of HARD_ENVS) check(wanted);
  fc.assert(fc.property(anyEnv, check));
});

test.each(EXPORT_FORMATS)("%s shows no credentials, and a URL that can be used without them", (format) => {
  const secret = profileWith({
    GOPROXY: "https://me:hush@a.test/go|u:hush@b.test,direct",
    GOSUMDB: "x https://t0ken@c.test",
  });
  const text = exportProfile(secret, format);
  expect(text).not.toMatch(/hush|t0ken|\*\*\*/);
  expect(text).toContain("https://a.test/go|b.test,direct");
});
