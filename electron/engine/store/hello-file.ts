// The hellos that were captured from go commands of this machine, in `hellos.json`. A cache: what is missing or damaged is
// captured anew, so nothing here is worth a failure.
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { atomicWrite } from "../goenv/atomic-write.ts";
import type { Clock } from "../ports.ts";
import { ensureHome } from "./home.ts";
import { setAside } from "./set-aside.ts";
import { errorCode, StorageError } from "./storage-error.ts";

/** Which go command a hello is of. */
export interface HelloKey {
  /** Without `go` in front. */
  readonly version: string;
  /** The part of GODEBUG that changes hellos; empty when there is none. */
  readonly debug: string;
}

/** Hellos that were captured earlier. Nothing throws: a file that cannot be used is as good as none. */
export interface HelloFile {
  /** The record in base64; `null` when none is kept. */
  find(key: HelloKey): string | null;
  keep(key: HelloKey, record: string): void;
}

/** More releases, with and without GODEBUG, than anybody uses at a time. The oldest capture goes first. */
const MOST_HELLOS = 8;
/** Eight of the largest records in base64 have 175 kB; a longer file is not ours. */
const MOST_BYTES = 200_000;

const SCHEMA = z.strictObject({
  hellos: z.array(z.strictObject({ version: z.string(), debug: z.string(), record: z.base64() })).max(MOST_HELLOS),
});

type Kept = z.infer<typeof SCHEMA>["hellos"][number];

const PRIVATE_FILE = 0o600;

/** The hellos kept in the folder `home`. The file is read at each question, because app and command line share it. */
export function createHelloFile(home: string, clock: Clock): HelloFile {
  const file = path.join(home, "hellos.json");
  const bytesNow = (): Buffer | null => {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) return null;
    // Read only as far as it takes to see that it is no file of ours.
    return size > MOST_BYTES ? Buffer.from("too long") : readFileSync(file);
  };
  const listIn = (bytes: Buffer | null): readonly Kept[] => {
    if (bytes === null) return [];
    const hellos = parse(bytes);
    if (hellos !== null) return hellos;
    setAside(file, clock.now());
    return [];
  };
  return {
    find: ({ version, debug }) =>
      unlessRefused(
        () => listIn(bytesNow()).find((kept) => kept.version === version && kept.debug === debug)?.record ?? null,
        null,
      ),
    keep: ({ version, debug }, record) =>
      unlessRefused(() => {
        ensureHome(home);
        const others = listIn(bytesNow()).filter((kept) => kept.version !== version || kept.debug !== debug);
        const hellos = [...others, { version, debug, record }].slice(-MOST_HELLOS);
        const next = Buffer.from(`${JSON.stringify({ hellos }, null, 2)}\n`);
        // Another process that is faster keeps a hello that is as good.
        atomicWrite(file, { expected: bytesNow(), next, mode: PRIVATE_FILE });
      }, undefined),
  };
}

function parse(bytes: Buffer): readonly Kept[] | null {
  try {
    return SCHEMA.safeParse(JSON.parse(bytes.toString("utf8"))).data?.hellos ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What the work answers, or `fallback` where the machine refuses. */
function unlessRefused<T>(work: () => T, fallback: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StorageError || errorCode(error) !== "") return fallback;
    throw error;
  }
}
