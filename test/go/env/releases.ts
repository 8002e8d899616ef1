// The releases of Go that these tests hold Gangway against, and runs of their commands two at a time.
import { execFile } from "node:child_process";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import { createGoHome, type GoHome, type GoRun } from "../../support/go-command.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";

/** A release of Go that is on this machine. */
export type Release = GoVersion;

/** Go commands at a time: as many as a small machine has processors. */
export const AT_A_TIME = 2;

/** Every release on this machine, the one on PATH first, then the oldest first. */
export const RELEASES: readonly Release[] = await machinesFirst();

/** Go 1.19 is the oldest whose checks Gangway knows; before it, Go checked less, and did not answer without a cache. */
export const CHECKED_RELEASES: readonly Release[] = RELEASES.filter(({ version }) => minorOf(version) >= 19);

async function machinesFirst(): Promise<readonly Release[]> {
  const all = await goVersions();
  const home = createGoHome();
  const own = /\bgo(\d\S*)/.exec(home.go(["version"]).stdout)?.[1];
  home.remove();
  return [...all.filter(({ version }) => version === own), ...all.filter(({ version }) => version !== own)];
}

/** What to run in a home. */
export interface GoCall {
  readonly go: string;
  readonly home: GoHome;
  readonly args: readonly string[];
  /** Variables on top of the home's; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a go command without holding up others. Never rejects. */
export function callGo({ go, home, args, env }: GoCall): Promise<GoRun> {
  const settings = { cwd: "/", encoding: "utf8", env: { ...home.env, ...env }, timeout: 30_000 } as const;
  return new Promise((resolve) => {
    execFile(go, [...args], settings, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr: stderr === "" ? (error?.message ?? "") : stderr });
    });
  });
}

/**
 * Does the work for each item, `AT_A_TIME` at a time; `lane`, from 0, is the number of whoever works on an item. Throws
 * what one of them threw, once all have stopped.
 */
export async function inLanes<T>(items: readonly T[], work: (item: T, lane: number) => Promise<void>): Promise<void> {
  const left = [...items.entries()];
  const lane = async (number: number): Promise<void> => {
    try {
      for (let entry = left.shift(); entry !== undefined; entry = left.shift()) await work(entry[1], number);
    } finally {
      left.length = 0;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, (_, number) => lane(number)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** How many of `total` cases each release gets: `least` each, and the first what is left. */
export function shares(releases: readonly Release[], total: number, least: number): readonly number[] {
  return releases.map((_, index) => (index === 0 ? Math.max(least, total - least * (releases.length - 1)) : least));
}

/** The releases in one line, for what a test prints. */
export function namesOf(releases: readonly Release[]): string {
  return releases.map(({ version }) => version).join(", ");
}
