import { expect, test } from "vitest";
import { createSurveyor } from "../../../electron/engine/survey/surveyor.ts";
import type { Wire } from "../../../electron/engine/survey/wire.ts";
import type { Survey } from "../../../shared/domain/survey.ts";

interface Seen {
  readonly survey: Survey | null;
  readonly touched: readonly string[];
}

const NOTHING = { plain: [], strays: { tried: 0, answered: 0 }, invented: null, oneAddress: false };
const HOSTS = ["a.one.net", "b.two.org"];

async function surveyed(
  names: Readonly<Record<string, readonly string[]>>,
  env: Readonly<Record<string, string>> = {},
  signal = new AbortController().signal,
): Promise<Seen> {
  const touched: string[] = [];
  const wire: Wire = {
    addresses: (name) => Promise.resolve(names[name.endsWith(".invalid") ? "invented" : name] ?? []),
    page: ({ host, address }) => {
      touched.push(`page ${host} ${address}`);
      return Promise.resolve(null);
    },
    accepts: (address) => {
      touched.push(`accepts ${address}`);
      return Promise.resolve(false);
    },
    blocks: () => [],
    nonce: () => "nonce",
  };
  const surveyor = createSurveyor({ userAgent: "test", env, wire });
  return { survey: await surveyor.survey({ begun: 0, hosts: HOSTS, strays: true }, signal), touched };
}

test("asks each host, and addresses of nobody, when endpoints are on the public Internet", async () => {
  const { survey, touched } = await surveyed({ "a.one.net": ["2a00::1", "5.6.7.8"], "b.two.org": ["23.4.5.6"] });
  expect([...touched].sort()).toEqual([
    "accepts 192.0.2.1",
    "accepts 198.51.100.1",
    "accepts 203.0.113.1",
    "page a.one.net 5.6.7.8",
    "page b.two.org 23.4.5.6",
  ]);
  expect(survey).toMatchObject({ strays: { tried: 3, answered: 0 }, invented: false, oneAddress: false });
});

test.each<[string, Readonly<Record<string, readonly string[]>>]>([
  ["on this machine", { "a.one.net": ["127.0.0.1"], "b.two.org": ["::1"] }],
  ["at addresses of the house", { "a.one.net": ["10.0.0.1"], "b.two.org": ["192.168.1.1"] }],
  ["at one address of the house that no made-up name has", { "a.one.net": ["10.0.0.1"], "b.two.org": ["10.0.0.1"] }],
  ["nowhere", {}],
])("sends nothing while endpoints are %s", async (_, names) => {
  const { survey, touched } = await surveyed(names);
  expect(touched).toEqual([]);
  expect(survey).toMatchObject({ plain: [], strays: { tried: 0 } });
});

test("asks only those hosts that are outside", async () => {
  const { touched } = await surveyed({ "a.one.net": ["10.0.0.1"], "b.two.org": ["23.4.5.6"] });
  expect(touched.filter((one) => one.startsWith("page"))).toEqual(["page b.two.org 23.4.5.6"]);
});

test.each(["HTTPS_PROXY", "HTTP_PROXY"])("sends nothing where %s stands before all", async (name) => {
  const names = { "a.one.net": ["5.6.7.8"], "b.two.org": ["23.4.5.6"] };
  const { survey, touched } = await surveyed(names, { [name]: "http://10.0.0.9:3128" });
  expect({ survey, touched }).toEqual({ survey: NOTHING, touched: [] });
});

test("asks for the page of a resolver that has one answer for every name", async () => {
  const liar = ["10.0.0.1"];
  const { survey, touched } = await surveyed({ "a.one.net": liar, "b.two.org": liar, invented: liar });
  expect(touched).toEqual(["page a.one.net 10.0.0.1", "page b.two.org 10.0.0.1"]);
  expect(survey).toMatchObject({ invented: true, oneAddress: true });
});

test("answers nothing when it is broken off", async () => {
  expect(await surveyed({}, {}, AbortSignal.abort())).toEqual({ survey: null, touched: [] });
});
