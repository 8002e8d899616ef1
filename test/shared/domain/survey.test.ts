import { expect, test } from "vitest";
import {
  isLetOut,
  type PlainAnswer,
  portalIn,
  sharedCache,
  surveyableHost,
  surveyHosts,
} from "../../../shared/domain/survey.ts";

test.each([
  ["https://proxy.modules.net", "proxy.modules.net"],
  ["https://user:secret@Proxy.Modules.net:443/path", "proxy.modules.net"],
  ["https://proxy.modules.net.", "proxy.modules.net"],
  ["https://proxy.modules.net:8443", null],
  ["http://proxy.modules.net", null],
  ["https://localhost", null],
  ["https://127.0.0.1", null],
  ["https://[2a00::1]", null],
  ["https://proxy", null],
  ["https://go.corp", null],
  ["https://nas.local", null],
  ["https://box.home.arpa", null],
  ["https://modules.test", null],
  ["file:///srv/proxy", null],
])("%s leads to %s", (url, host) => {
  expect(surveyableHost({ url })).toBe(host);
});

test("asks two hosts of different sites, in order", () => {
  const urls = ["https://a.one.net", "https://b.one.net", "https://c.corp", "https://d.two.org", "https://e.three.dev"];
  expect(surveyHosts(urls.map((url) => ({ url })))).toEqual(["a.one.net", "d.two.org"]);
  expect(surveyHosts([])).toEqual([]);
});

const plain = (kind: PlainAnswer["kind"], mark = "", cache = ""): PlainAnswer => ({ host: "h", kind, mark, cache });
const survey = (...answers: readonly PlainAnswer[]): Parameters<typeof portalIn>[0] => ({
  plain: answers,
  strays: { tried: 0, answered: 0 },
  invented: null,
  oneAddress: false,
});

test.each<[string, ReturnType<typeof survey>, ReturnType<typeof portalIn>]>([
  ["511", survey(plain("sign-in", "511"), plain("own")), "sure"],
  ["two led elsewhere", survey(plain("elsewhere", "a"), plain("elsewhere", "a")), "sure"],
  ["two with one page", survey(plain("page", "a"), plain("page", "a")), "sure"],
  ["two with pages of their own", survey(plain("page", "a"), plain("page", "b")), null],
  ["the only one led elsewhere", survey(plain("elsewhere", "a")), "likely"],
  ["one of two led elsewhere", survey(plain("elsewhere", "a"), plain("own")), null],
])("%s", (_, found, portal) => {
  expect(portalIn(found)).toBe(portal);
});

test("a cache is on the way when two hosts name it", () => {
  expect(sharedCache(survey(plain("own", "", "gw"), plain("own", "", "gw")))).toBe("gw");
  expect(sharedCache(survey(plain("own", "", "gw"), plain("own", "", "other")))).toBeNull();
});

test.each<[string, ReturnType<typeof survey>, boolean]>([
  ["answers are the hosts' own", survey(plain("own"), plain("own")), true],
  ["one answers and the other is silent", survey(plain("own"), plain("none")), true],
  ["hosts have errors for plain requests", survey(plain("unclear"), plain("unclear")), true],
  ["each host has a page of its own", survey(plain("page", "a"), plain("page", "b")), true],
  ["nobody answers", survey(plain("none"), plain("none")), false],
  ["one is still led there", survey(plain("elsewhere", "gate"), plain("none")), false],
  ["one still has the page of before", survey(plain("page", "gate"), plain("own")), false],
  ["a sign-in is still required", survey(plain("sign-in", "511"), plain("own")), false],
])("after a sign-in page, when %s, we are let out: %3$s", (_, after, expected) => {
  expect(isLetOut(survey(plain("page", "gate"), plain("page", "gate")), after)).toBe(expected);
});
