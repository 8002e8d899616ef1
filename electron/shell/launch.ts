// What the command line and the environment ask of this start.
import path from "node:path";
import { parseArgs } from "node:util";
import { locateHome } from "../engine/store/home.ts";

/** How the app was asked to start. */
export interface Launch {
  /** The folder that holds every file Gangway keeps. */
  readonly home: string;
  /** Electron's own files. Inside the home, because the single instance lock lies here: two homes are two instances. */
  readonly userData: string;
  /** Whether the window stays closed at first. */
  readonly hidden: boolean;
  /** Whether the engine runs against simulated networks instead of the real one. */
  readonly demo: boolean;
}

/** Where a process learns how it was asked to start. */
export interface Origin {
  /** The arguments behind the executable; switches of Chromium among them are passed over. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Reads `--home DIR`, `--hidden`, `--demo` and GANGWAY_HOME. A demo keeps a home of its own and so runs beside the real one. */
export function readLaunch({ argv, env, platform }: Origin): Launch {
  const { values } = parseArgs({
    args: [...argv],
    options: { home: { type: "string" }, hidden: { type: "boolean" }, demo: { type: "boolean" } },
    strict: false,
    allowPositionals: true,
  });
  const flag = typeof values.home === "string" ? values.home : undefined;
  const demo = values.demo === true;
  const base = locateHome({ flag, env, platform });
  const home = demo ? path.join(base, "demo") : base;
  return { home, userData: path.join(home, "electron"), hidden: values.hidden === true, demo };
}

/** The arguments that lead a later start to the same home; none where it would find that by itself, without GANGWAY_HOME. */
export function homeArguments({ home }: Launch, { env, platform }: Omit<Origin, "argv">): readonly string[] {
  return home === locateHome({ env: { ...env, GANGWAY_HOME: undefined }, platform }) ? [] : ["--home", home];
}
