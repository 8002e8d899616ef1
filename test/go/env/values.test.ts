// What every release of Go at hand takes and refuses to write, against what Gangway says beforehand.
import { rmSync, writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { minorOf, refusedValue } from "../../../shared/domain/goenv-values.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { VALUE_CASES } from "../../support/go-env-value-cases.ts";
import { CHECKED_RELEASES, namesOf, RELEASES, type Release } from "./releases.ts";

const homes = new Map(RELEASES.map((release) => [release, createGoHome(release.path)]));
afterAll(() => {
  console.log(`values: ${VALUE_CASES.length} asked of each of Go ${namesOf(RELEASES)}`);
  for (const home of homes.values()) home.remove();
});

function homeOf(release: Release): GoHome {
  const home = homes.get(release);
  if (home === undefined) throw new Error(`no home for Go ${release.version}`);
  return home;
}

/** Go's reason to refuse, without `go: ` in front, or `null`; the file is empty before. */
function saidByGo(release: Release, [name, value]: readonly [string, string | null]): string | null {
  const home = homeOf(release);
  writeFileSync(home.file, "");
  const args = value === null ? ["env", "-u", name] : ["env", "-w", `${name}=${value}`];
  const run = home.go(args, { GOPATH: "", GOTELEMETRY: "" });
  return run.ok ? null : reasonIn(run.stderr);
}

/** Go's words without what stands in front of them: `go: ` since 1.18, before `go env -w: `. */
function reasonIn(stderr: string): string {
  return stderr.replace(/^go(?: env -[uw])?: /, "").trimEnd();
}

test.each(CHECKED_RELEASES)("are refused as Go $version refuses them", (release) => {
  const { version } = release;
  const said = VALUE_CASES.map((each) => [...each, saidByGo(release, each)]);
  const ours = VALUE_CASES.map(([name, value]) => [name, value, refusedValue(name, value, { goVersion: version })]);
  expect(ours).toEqual(said);
  expect(said.filter(([, , reason]) => reason !== null).length).toBeGreaterThan(20);
});

test.each(RELEASES)("are refused whenever Go $version refuses them", (release) => {
  const { version } = release;
  const refused = VALUE_CASES.filter((each) => saidByGo(release, each) !== null);
  expect(refused.filter(([name, value]) => refusedValue(name, value, { goVersion: version }) === null)).toEqual([]);
});

test.each(CHECKED_RELEASES)("of a name that the file has already are taken as Go $version takes them", (release) => {
  const home = homeOf(release);
  const names = ["JUNK", "GODEBUG", "GOENV", "HTTPS_PROXY", "GOVERSION"];
  const said = names.map((name) => {
    writeFileSync(home.file, `${name}=1\n`);
    const run = home.go(["env", "-w", `${name}=2`]);
    return run.ok ? null : reasonIn(run.stderr);
  });
  const context = { goVersion: release.version, present: new Set(names) };
  expect(names.map((name) => refusedValue(name, "2", context))).toEqual(said);
});

test.each(RELEASES)(
  "of GOROOT are refused for Go $version, which refuses them or does not start any more",
  (release) => {
    const home = homeOf(release);
    rmSync(home.file, { force: true });
    const taken = saidByGo(release, ["GOROOT", "/no/such/root"]) === null;
    const works = home.go(["env", "GOPROXY"]).ok;
    expect([taken, works]).toEqual(minorOf(release.version) >= 27 ? [false, true] : [true, false]);
    expect(refusedValue("GOROOT", "/no/such/root", { goVersion: release.version })).toBe("GOROOT cannot be modified");
  },
);
