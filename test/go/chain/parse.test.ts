// GOPROXY values that Go refuses, or reads in a way of its own, through our parser and through the go command.
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChain } from "../../../shared/domain/chain.ts";
import { redact } from "../../../shared/domain/endpoint.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { ABSENT, type Downloads, openDownloads } from "./go-download.ts";
import { inTurns } from "./in-turns.ts";

let downloads: Downloads;
let versions: readonly GoVersion[];

beforeAll(async () => {
  versions = await goVersions();
  downloads = await openDownloads(() => "/dev/null");
});

afterAll(() => downloads.home.remove());

/** What Go has to get through before it asks anybody: each value ends in `off`, or in a fault before it. */
const FIRST_ENTRIES = [
  ...["Direct", "DIRECT", "noproxy", "goproxy", "Off", "none", "*", "a b", "proxy%", "%zz", "a%20b", "a?b", "a#b", "`"],
  ...[
    "direct+https://goproxy.test",
    "ftp://x.test",
    "socks5://127.0.0.1:1080",
    "mailto:a@b.test",
    "x:",
    "c:/x",
    "C:\\x",
  ],
  ...["/abs/path", "/", "//host/x", "///x", "./rel", "../rel", "\\\\server\\share", "?x=/", "#/x", ":/", ":x", "1:/x"],
  ...[
    "file://host/path",
    "file://localhost/x",
    "file:/x",
    "file:///x?y",
    "file:///x?",
    "file:///x#y",
    "file:x:/y",
    "file://",
  ],
  ...["file:///x", "file:///x/../y", "FILE:///x", "file:///a b", "file://me@/x"],
  ...["https:goproxy.test", "https:/goproxy.test", "https://", "http://", "https:///x", "https:////x", "https:x:/y"],
  ...[
    "http://127.0.0.1:80;direct",
    "http://127.0.0.1:80 direct",
    "https://a.test，direct",
    "https://a.test:443，direct",
  ],
  ...[
    "https://a.test:",
    "https://a.test:x",
    "https://a.test:-1",
    "https://a.test:99999",
    "a.test:80:90",
    "https://a:b:80",
  ],
  ...[
    "ftp://a:b:80",
    "https://a b.test",
    "https://a.test/a b",
    "https://a\\b.test",
    "https://a^b",
    "https://a{b}",
    "https://a|b",
  ],
  ...['https://a"b', "https://a<b>c", "https://a`b", "https://é.test", "https://例え.test/%E4", "https://%41.test"],
  ...[
    "https://%C3%A9.test",
    "https://%25.test",
    "https://a%",
    "https://a.test/%",
    "https://a.test/%4",
    "https://a.test/%zz",
  ],
  ...["https://a.test/?%zz", "https://a.test/#%zz", "https://a.test/#%41", "https://a.test/#", "https://a.test/?"],
  ...[
    "https://[::1]",
    "https://[::1",
    "https://[::1]x",
    "https://[::1]:x",
    "https://[127.0.0.1]",
    "https://[x]",
    "https://a[::1]",
  ],
  ...[
    "https://[fe80::1%25en0]",
    "https://[fe80::1%en0]",
    "https://[1:2:3:4:5:6:7:8]",
    "https://[::ffff:1.2.3.4]",
    "https://[]",
  ],
  ...["https://[1::2::3]", "https://[::12345]", "https://]", "https://user@[::1]:80"],
  ...[
    "https://me:pw@h:x",
    "https://me:p w@h",
    "https://me:p/w@h:x",
    "https://m%zz@h",
    "ftp://me:pw@h/x",
    "file://me:pw@h/x",
  ],
  ...["ftp://me:pw@h/a b?c#d", "me:pw@h.test", "https://me:p@w@h:x", "https://me:pw@"],
  ...[
    "\u00a0Direct\u2003",
    "\ufeffdirect",
    "\u200bdirect",
    "https://a\u007f.test",
    "https://a\ttest",
    "a\u0001b",
    "\u0085goproxy\u3000",
  ],
  ...["😀", "é/b", "a😀:b", "a%41/b", "ünï", "a;b,c", "x=y", "@", "a@b.test:x", "+", "~", "localhost", "localhost:1"],
] as const;

const WHOLE_VALUES = [
  ...[
    ",",
    " ",
    "|",
    ",|,",
    "\u00a0,\u2028",
    ",Direct",
    "off,bogus",
    "direct-",
    "off|bogus:::",
    ",,off",
    "off,",
    " off ",
    "bogus,off",
  ],
  ...[
    "bogus1|bogus2,off",
    "ftp://a.test|https://b.test",
    "file:///nowhere,bogus",
    "file:///nowhere|bogus|off",
    "OFF,off",
  ],
] as const;

const VALUES = [...new Set([...FIRST_ENTRIES.map((entry) => `${entry},off`), ...WHOLE_VALUES])];

/** Everything but loopback goes to a port where nobody is: no name is looked up, nothing leaves the machine. */
const TO_NOBODY = { HTTPS_PROXY: "http://127.0.0.1:1", HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: "" };

/** What we say Go prints; `null` when the value is fine, so that Go asks somebody or comes to `off`. */
function expectedFault(value: string, goVersion: string): string | null {
  return parseChain(value, { goVersion }).fault;
}

/** Go before 1.15 quotes URLs differently, and its url.Parse has other bounds: only whether it refuses is compared. */
function comparesTexts(version: string): boolean {
  return Number(version.split(".")[1]) >= 15;
}

/** What tells that Go refused the value itself, whatever the words. */
const REFUSALS = /invalid proxy URL|parse "|parse [a-z]|contains no entries|non-path elements/;

async function difference(go: GoVersion, value: string): Promise<string | null> {
  const expected = expectedFault(value, go.version);
  const env = { ...TO_NOBODY, GOPROXY: value };
  const run = await downloads.run({ go, modulePath: ABSENT, env, patienceMs: 20_000 });
  const said = redact(run.said);
  const isRefused = REFUSALS.test(said);
  const shouldBe = expected !== null && REFUSALS.test(expected);
  const isSame = !shouldBe || !comparesTexts(go.version) || said.includes(expected);
  if (isRefused === shouldBe && isSame) return null;
  return `Go ${go.version}, ${JSON.stringify(value)}: we say ${expected}; ${said.trim()}`;
}

test("refuses what the go command refuses, in its words", async () => {
  const cases = versions.flatMap((go) => VALUES.map((value) => ({ go, value })));

  const found = await inTurns(cases, 3, ({ go, value }) => difference(go, value));

  const different = found.filter((one) => one !== null);
  console.log(
    `values: ${VALUES.length} on Go ${versions.map(({ version }) => version).join(", ")}; ${different.length} differences`,
  );
  expect(different.join("\n")).toBe("");
});
