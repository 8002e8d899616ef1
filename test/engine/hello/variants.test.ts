import { describe, expect, test } from "vitest";
import { type ClientHello, parseClientHello } from "../../../electron/engine/hello/client-hello.ts";
import { freshShares } from "../../../electron/engine/hello/fresh-shares.ts";
import {
  alpnOf,
  certificateSchemesOf,
  groupsOf,
  keySharesOf,
  schemesOf,
  serverNameOf,
  versionsOf,
} from "../../../electron/engine/hello/hello-extensions.ts";
import {
  newestTemplate,
  shippedTemplates,
  templateFor,
  templateFrom,
} from "../../../electron/engine/hello/hello-template.ts";
import { goHello, HELLO_VARIANTS, type HelloWish } from "../../../electron/engine/hello/hello-variants.ts";

const WISH: HelloWish = { serverName: "modules.test" };
const NEWEST = newestTemplate();

function made(wish: HelloWish = WISH, template = NEWEST): ClientHello {
  const hello = parseClientHello(goHello(template, wish));
  if (hello === null) throw new Error("what was made is no hello");
  return hello;
}

/** What middleboxes are known to look at. */
function looks(hello: ClientHello) {
  return {
    versions: versionsOf(hello),
    groups: groupsOf(hello),
    shares: keySharesOf(hello).map(({ group }) => group),
    newSchemes: [...schemesOf(hello), ...certificateSchemesOf(hello)].filter((scheme) => scheme >> 8 === 9).length,
    tls13Ciphers: hello.ciphers.filter((cipher) => cipher >> 8 === 0x13).length,
    tls12Ciphers: hello.ciphers.filter((cipher) => cipher >> 8 !== 0x13).length > 0,
  };
}

const CLASSIC = [0x001d, 0x0017, 0x0018, 0x0019];
const HYBRIDS = [0x11ec, 0x11eb, 0x11ed];

test.each([
  ["go", [0x0304, 0x0303], [...HYBRIDS, ...CLASSIC], [0x11ec, 0x001d], 6, 3, true],
  ["no-post-quantum", [0x0304, 0x0303], CLASSIC, [0x001d], 6, 3, true],
  ["no-new-schemes", [0x0304, 0x0303], [...HYBRIDS, ...CLASSIC], [0x11ec, 0x001d], 0, 3, true],
  ["small", [0x0304, 0x0303], CLASSIC, [0x001d], 0, 3, true],
  ["tls12-only", [0x0303], CLASSIC, [], 0, 0, true],
  ["tls13-only", [0x0304], CLASSIC, [0x001d], 0, 3, false],
] as const)("%s of the newest Go", (variant, versions, groups, shares, newSchemes, tls13Ciphers, tls12Ciphers) => {
  expect(looks(made({ ...WISH, variant }))).toEqual({
    versions,
    groups,
    shares,
    newSchemes,
    tls13Ciphers,
    tls12Ciphers,
  });
});

describe.each(shippedTemplates)("the template of Go $version", (template) => {
  test.each(HELLO_VARIANTS)("makes a hello as %s", (variant) => {
    const hello = made({ ...WISH, variant }, template);

    expect(serverNameOf(hello)).toBe("modules.test");
    expect(versionsOf(hello).length).toBeGreaterThan(0);
  });

  test("holds nothing that tells one client from another", () => {
    const zeros = [
      template.hello.random,
      template.hello.sessionId,
      ...keySharesOf(template.hello).map(({ key }) => key),
    ];

    expect(zeros.filter((bytes) => bytes.some((byte) => byte !== 0))).toEqual([]);
  });

  test("makes a new random, session id and shares for each hello", () => {
    const [one, other] = [made(WISH, template), made(WISH, template)];
    const secrets = (hello: ClientHello) => [
      hello.random,
      hello.sessionId,
      ...keySharesOf(hello).map(({ key }) => key),
    ];
    const others = secrets(other);

    expect(secrets(one).filter((secret, index) => secret.equals(others[index] ?? Buffer.alloc(0)))).toEqual([]);
    expect(secrets(one).map(({ length }) => length)).toEqual(others.map(({ length }) => length));
  });
});

test("the hybrid share has coefficients below 3329 and the key of the share beside it", () => {
  const [hybrid, classic] = keySharesOf(made()).map(({ key }) => key);
  if (hybrid === undefined || classic === undefined) throw new Error("two shares were expected");
  const coefficients = Array.from({ length: 384 }, (_, pair) => hybrid.readUIntLE(3 * pair, 3)).flatMap((word) => [
    word & 0xfff,
    word >> 12,
  ]);

  expect(coefficients.filter((coefficient) => coefficient >= 3_329)).toEqual([]);
  expect(new Set(coefficients).size).toBeGreaterThan(500);
  expect(hybrid.subarray(-32).equals(classic)).toBe(true);
});

test("shares of every group that is known have the length of their kind", () => {
  const lengths = new Map([
    [0x0017, 65],
    [0x0018, 97],
    [0x0019, 133],
    [0x001d, 32],
    [0x11eb, 65 + 1184],
    [0x11ec, 1184 + 32],
    [0x11ed, 97 + 1568],
    [0x6399, 32 + 1184],
  ]);
  const shares = [...lengths].map(([group, length]) => ({ group, key: Buffer.alloc(length) }));

  expect(freshShares(shares).map(({ group, key }) => [group, key.length])).toEqual([...lengths]);
});

test("the share of a group that nobody here knows stays as it was captured", () => {
  const share = { group: 0x7777, key: Buffer.from("kept") };

  expect(freshShares([share])).toEqual([share]);
});

test.each([
  ["127.0.0.1", null],
  ["::1", null],
  ["[fe80::1%eth0]", null],
  ["modules.test.", "modules.test"],
  [null, null],
  ["a", "a"],
])("asks for %s as %s", (serverName, expected) => {
  const hello = made({ serverName });

  expect(serverNameOf(hello)).toBe(expected);
  expect(hello.extensions?.some(({ type }) => type === 0)).toBe(expected !== null);
});

test.each([1_600, 1_601, 4_096, 16_389, 50_000])("pads to %i bytes", (padTo) => {
  const bytes = goHello(NEWEST, { ...WISH, padTo });

  expect(bytes.length).toBe(Math.min(padTo, 16_389));
  expect(parseClientHello(bytes)?.extensions?.at(-1)?.type).toBe(21);
});

test("pads by four bytes where fewer are missing, and not at all where none is", () => {
  const { length } = goHello(NEWEST, WISH);

  expect(goHello(NEWEST, { ...WISH, padTo: length + 1 })).toHaveLength(length + 4);
  expect(goHello(NEWEST, { ...WISH, padTo: length })).toHaveLength(length);
});

test("offers other protocols, or none", () => {
  expect(alpnOf(made())).toEqual(["h2", "http/1.1"]);
  expect(alpnOf(made({ ...WISH, alpn: ["http/1.1"] }))).toEqual(["http/1.1"]);
  expect(made({ ...WISH, alpn: [] }).extensions?.some(({ type }) => type === 16)).toBe(false);
});

test.each([
  ["1.13.1", "1.14"],
  ["1.14", "1.14"],
  ["1.20.3", "1.19"],
  ["1.25.1", "1.24"],
  ["1.26rc1", "1.26"],
  ["1.27.3", "1.27"],
  ["1.99.0", "1.27"],
  ["devel", "1.27"],
])("Go %s is spoken for by the template of %s", (version, minor) => {
  expect(templateFor(version).version).toMatch(new RegExp(`^${minor.replace(".", "\\.")}\\.`));
});

test("what is no hello makes no template", () => {
  expect(templateFrom("1.30.0", "AAAA")).toBeNull();
});
