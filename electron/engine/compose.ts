// Puts the engine together over the real doors: who is created in which order, and who closes what. No behaviour here.

import { randomBytes } from "node:crypto";
import { type DiagnosisBounds, type DiagnosisParts, diagnosisDoors } from "./diagnosis-door.ts";
import type { Doors } from "./doors.ts";
import { createEngine } from "./engine.ts";
import type { Engine } from "./engine-api.ts";
import { SHOWN_VARIABLES } from "./goenv/effective.ts";
import { createGoEnv } from "./goenv/goenv.ts";
import { createLoginShell } from "./goenv/login-shell.ts";
import { createHelloSource } from "./hello/hello-source.ts";
import { noticedBy, speakingProberWith } from "./hello/speaking-go.ts";
import { lightSourceWith } from "./lights/light-source.ts";
import { thisMachine } from "./machine.ts";
import { createNetworkSource } from "./network/network-source.ts";
import type { NetworkSource, Prober } from "./ports.ts";
import { goRoute } from "./probe/go-route.ts";
import { createLooker } from "./probe/probe.ts";
import { createHelloFile } from "./store/hello-file.ts";
import { openHistory } from "./store/history.ts";
import { ensureHome } from "./store/home.ts";
import { createLock } from "./store/lock.ts";
import { createSettings } from "./store/settings-file.ts";
import { createSurveyor } from "./survey/surveyor.ts";
import { systemClock } from "./system-clock.ts";

/** Variables by which Go finds an HTTP proxy, in the environment alone. */
const PROXY_VARIABLES: readonly string[] = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** What an engine is made for. */
export interface Composition {
  /** The folder that holds every file Gangway keeps. */
  readonly home: string;
  /** The environment that the go command would be started in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Simulated networks are shown. */
  readonly demo?: boolean;
  /** Switches by itself in this run, whatever the settings say. */
  readonly auto?: boolean | undefined;
  /** A PEM file with roots to trust beside those of the machine. */
  readonly caFile?: string | undefined;
  /**
   * Asks the user's login shell, in the background, what it exports. For a program that a desktop started: in a terminal
   * the variables are here anyway. Absent: no.
   */
  readonly loginShell?: boolean;
  /** Which network we are attached to; absent: this machine's. */
  readonly network?: NetworkSource | undefined;
  /** How endpoints are looked at; absent: over this machine's network. */
  readonly prober?: Prober | undefined;
  /** What may be diagnosed where `prober` shows another world, and how patiently; absent: nothing there. */
  readonly diagnosis?: DiagnosisBounds | undefined;
}

/** A composed engine, and the end of everything it was made of. */
export interface Composed {
  readonly engine: Engine;
  /** Stops the engine and closes its files. Idempotent. */
  readonly close: () => Promise<void>;
}

/** An engine over this machine's network and files. Throws a StorageError when `home` cannot be used. */
export function compose(wanted: Composition): Composed {
  const { home, env, version, caFile } = wanted;
  const clock = systemClock;
  ensureHome(home);
  const lock = createLock(home);
  const settings = createSettings(home, lock, clock);
  const history = openHistory(home, { at: clock.now() });
  const surroundings = { env, platform: process.platform };
  const names = (): readonly string[] => settings.read().profiles.flatMap((profile) => Object.keys(profile.env));
  const managed = (): readonly string[] => [...new Set([...SHOWN_VARIABLES, ...PROXY_VARIABLES, ...names()])];
  const shell = wanted.loginShell === true ? createLoginShell({ surroundings, clock, names: managed }) : undefined;
  const goEnv = createGoEnv({
    ...surroundings,
    history,
    lock: (action) => lock.withLock(action),
    clock,
    names,
    shell,
  });
  void shell?.ask();
  const stopAsking = shell === undefined ? () => undefined : settings.watch(() => void shell.ask());
  const looker = createLooker({ version, env, caFile });
  const hellos = createHelloSource({ surroundings, file: createHelloFile(home, clock) });
  const speaking = speakingProberWith(looker, { source: hellos });
  const diagnosed = diagnosisIn(wanted, { version, env, caFile, clock, goEnv, hellos });
  const engine = createEngine({
    clock,
    home,
    surroundings,
    ...diagnosed,
    settings,
    history,
    goEnv,
    prober: wanted.prober ?? speaking,
    // Whoever looks in another way shows another world, where there is nothing to light.
    lights: wanted.prober === undefined ? lightSourceWith(looker) : undefined,
    surveyor: wanted.prober === undefined ? createSurveyor({ userAgent: looker.userAgent, env }) : undefined,
    network: noticedBy(speaking, wanted.network ?? createNetworkSource(home, clock)),
    chance: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    version,
    demo: wanted.demo ?? false,
    auto: wanted.auto,
    machine: thisMachine(env),
    goRoute: (url, over, goVersion) => goRoute(url, { ...env, ...over }, goVersion),
  });
  return {
    engine,
    close: () => {
      stopAsking();
      shell?.stop();
      hellos.stop();
      return engine.stop();
    },
  };
}

/** Whoever looks in another way shows another world: there only what the world allows is diagnosed. */
function diagnosisIn(
  { diagnosis, prober }: Composition,
  parts: DiagnosisParts,
): Pick<Doors, "diagnose" | "mayDiagnose"> {
  return prober !== undefined && diagnosis === undefined ? {} : diagnosisDoors({ ...parts, bounds: diagnosis });
}
