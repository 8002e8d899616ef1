// What one command works with: the terminal, and Gangway's doors, each opened when it is first asked for.
import type { Profile } from "../../shared/domain/profile.ts";
import { profilesOf } from "../../shared/domain/profile-settings.ts";
import type { Notice } from "../../shared/domain/snapshot.ts";
import { type Surroundings, surroundings } from "../engine/diagnose/surroundings.ts";
import { createGoEnv, type ForeseeingGoEnv } from "../engine/goenv/goenv.ts";
import { createHelloSource, type HelloSource } from "../engine/hello/hello-source.ts";
import { speakingProberWith } from "../engine/hello/speaking-go.ts";
import { lightSourceWith } from "../engine/lights/light-source.ts";
import type { History, LightSource, Prober, SettingsStore } from "../engine/ports.ts";
import { createLooker } from "../engine/probe/probe.ts";
import { withProxy } from "../engine/probe/route.ts";
import { createHelloFile } from "../engine/store/hello-file.ts";
import { openHistory } from "../engine/store/history.ts";
import { ensureHome, locateHome } from "../engine/store/home.ts";
import { createLock, type Lock } from "../engine/store/lock.ts";
import { createSettings } from "../engine/store/settings-file.ts";
import { printNotices } from "./notices.ts";
import type { Terminal } from "./terminal.ts";

/** What a prober for one command can be told. */
interface ProberWish {
  readonly timeoutMs?: number | undefined;
  readonly caFile?: string | undefined;
  /** An HTTP proxy to look through as Go would if the environment named it alone; by the environment as it is when absent. */
  readonly proxy?: string | undefined;
}

/** What looks at endpoints. */
interface Looking {
  readonly prober: Prober;
  readonly lights: LightSource;
}

/** One command's doors. Each opening throws a StorageError when the machine refuses. */
export interface Session {
  readonly terminal: Terminal;
  /** The folder that holds every file Gangway keeps. */
  readonly home: string;
  readonly version: string;
  settings(): SettingsStore;
  history(): History;
  goEnv(): ForeseeingGoEnv;
  /** A prober and a source of lights that share the machine's roots. */
  looking(wish: ProberWish): Looking;
  /** What a diagnosis works with. Asks for the installed go command, whose hello it says. */
  surroundings(wish: Pick<ProberWish, "caFile">): Promise<Surroundings>;
  /** The profiles there are now, in the user's order. */
  profiles(): readonly Profile[];
  /** Says what was found broken on opening, and closes what was opened. */
  close(): void;
}

/** A session; nothing is opened yet. `home` is the value of `--home`. */
export function openSession(
  terminal: Terminal,
  { home, version }: { readonly home: string | undefined; readonly version: string },
): Session {
  const folder = locateHome({ flag: home, env: terminal.environment, platform: process.platform });
  return new OpenSession(terminal, folder, version);
}

class OpenSession implements Session {
  readonly terminal: Terminal;
  readonly home: string;
  readonly version: string;
  #lock: Lock | null = null;
  #settings: SettingsStore | null = null;
  #history: History | null = null;
  #goEnv: ForeseeingGoEnv | null = null;

  constructor(terminal: Terminal, home: string, version: string) {
    this.terminal = terminal;
    this.home = home;
    this.version = version;
  }

  settings(): SettingsStore {
    this.#settings ??= createSettings(this.home, this.#onlyLock(), this.terminal.clock);
    return this.#settings;
  }

  history(): History {
    this.#history ??= openHistory(this.home, { at: this.terminal.clock.now() });
    return this.#history;
  }

  goEnv(): ForeseeingGoEnv {
    const lock = this.#onlyLock();
    this.#goEnv ??= createGoEnv({
      env: this.terminal.environment,
      platform: process.platform,
      history: this.history(),
      lock: (action) => lock.withLock(action),
      clock: this.terminal.clock,
      names: () => this.profiles().flatMap((profile) => Object.keys(profile.env)),
    });
    return this.#goEnv;
  }

  looking({ timeoutMs, caFile, proxy }: ProberWish): Looking {
    const { environment } = this.terminal;
    const env = proxy === undefined ? environment : withProxy(environment, proxy);
    const looker = createLooker({ version: this.version, env, timeoutMs, caFile });
    return { prober: speakingProberWith(looker, { source: this.#hellos() }), lights: lightSourceWith(looker) };
  }

  async surroundings({ caFile }: Pick<ProberWish, "caFile">): Promise<Surroundings> {
    const { clock, environment: env } = this.terminal;
    const goVersion = (await this.goEnv().read()).go?.version ?? null;
    const hellos = this.#hellos();
    // A diagnosis is worth the second that a capture takes: it is to say what this very go says.
    await hellos.current();
    await hellos.settled();
    const hello = await hellos.current();
    return surroundings({ version: this.version, env, clock, hello, goVersion, caFile });
  }

  profiles(): readonly Profile[] {
    return profilesOf(this.settings().read());
  }

  close(): void {
    const found: readonly Notice[] = [...(this.#settings?.notices ?? []), ...(this.#history?.notices ?? [])];
    printNotices(this.terminal, found);
    this.#history?.close();
  }

  #hellos(): HelloSource {
    const { clock, environment: env } = this.terminal;
    return createHelloSource({
      surroundings: { env, platform: process.platform },
      file: createHelloFile(this.home, clock),
    });
  }

  #onlyLock(): Lock {
    ensureHome(this.home);
    this.#lock ??= createLock(this.home);
    return this.#lock;
  }
}
