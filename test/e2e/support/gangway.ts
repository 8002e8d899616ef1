// The app under test: any executable of it, on a desktop of its own, with settings that name loopback servers only.
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import { Children, endOf } from "./children.ts";
import type { Desktop } from "./desktop.ts";
import { ProcessTree, type RunningProcess } from "./processes.ts";
import { until } from "./until.ts";

/** How the app is started: the binary of Electron and the folder of the source tree, or a packaged binary alone. */
export interface Executable {
  readonly command: string;
  readonly args: readonly string[];
}

/** A profile by the one value that matters here. */
export interface TestProfile {
  readonly name: string;
  readonly title: string;
  readonly goproxy: string;
}

/** What a run of the app starts from. */
export interface Scene {
  readonly desktop: Desktop;
  /** Loopback only. The first is in force at the start. */
  readonly profiles: readonly TestProfile[];
  /** File with the root that the servers' certificates come from. */
  readonly caFile: string;
  readonly executable?: Executable;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** As root there is no sandbox to be had, and on a display without a graphics card no acceleration. */
const SWITCHES = ["--no-sandbox", "--disable-gpu"];

/** The app built from this tree, in the Electron that the tests were given. */
export function builtApp(): Executable {
  const command = process.env["GANGWAY_TEST_ELECTRON"];
  if (command === undefined || command === "") throw new Error("GANGWAY_TEST_ELECTRON must name an Electron binary");
  const main = path.join(ROOT, "out/main/main.js");
  if (!existsSync(main)) throw new Error(`${main} is missing: run npm run build`);
  return { command, args: [ROOT] };
}

/** A home with settings and a go env file, in which the app can be started as often as a test likes. */
export class Gangway {
  readonly #scene: Scene;
  readonly #children = new Children();
  readonly home: string;
  /** The go env file. */
  readonly goenv: string;
  readonly #tree: ProcessTree;
  #app: ChildProcess | null = null;
  #output = "";

  constructor(scene: Scene) {
    this.#scene = scene;
    const folder = mkdtempSync(path.join(scene.desktop.folder, "gangway-"));
    this.home = path.join(folder, "home");
    this.#tree = new ProcessTree(this.home);
    this.goenv = path.join(folder, "go", "env");
    mkdirSync(this.home);
    mkdirSync(path.dirname(this.goenv));
    const [first] = scene.profiles;
    if (first === undefined)
      throw new Error("the app needs a loopback profile in force, or it would look at Go's default");
    writeFileSync(this.goenv, `# kept as it is\nGOPROXY=${first.goproxy}\nGOSUMDB=off\n`);
    writeFileSync(path.join(this.home, "settings.json"), JSON.stringify(this.#settings()));
  }

  /** Everything the app has printed and logged, for a test that failed. */
  get output(): string {
    const log = path.join(this.home, "logs", "main.log");
    return `${this.#output}\n${existsSync(log) ? readFileSync(log, "utf8") : "(no log)"}`;
  }

  /** The variables the app runs with, the go command too. */
  get env(): Readonly<Record<string, string>> {
    return {
      ...this.#scene.desktop.env,
      GANGWAY_HOME: this.home,
      GOENV: this.goenv,
      GOTOOLCHAIN: "local",
      SSL_CERT_FILE: this.#scene.caFile,
      ...this.#scene.env,
    };
  }

  /** Starts the app. */
  start(...args: readonly string[]): ChildProcess {
    this.#app = this.#spawn(args);
    return this.#app;
  }

  /** Starts the app once more, as a user does who does not see that it runs. */
  startAgain(...args: readonly string[]): ChildProcess {
    return this.#spawn(args);
  }

  /** The end of the app; its exit code. */
  end(limitMs: number): Promise<number | null> {
    if (this.#app === null) throw new Error("the app was not started");
    return endOf(this.#app, limitMs);
  }

  /** Sends a signal to the app. */
  signal(name: NodeJS.Signals): void {
    this.processes();
    this.#app?.kill(name);
  }

  /** Every process of this app that runs; those seen once are known again when their parent is gone. */
  processes(): readonly RunningProcess[] {
    return this.#tree.running(this.#app?.pid);
  }

  /** The process that measures, once it runs. */
  engine(): Promise<RunningProcess> {
    const isEngine = ({ command }: RunningProcess): boolean => command.includes("node.mojom.NodeService");
    return until("the engine's process", () => this.processes().find(isEngine));
  }

  /** The address of the app's debugger, for an app that was started with --remote-debugging-port=0. */
  async debuggerAddress(): Promise<string> {
    const file = path.join(this.home, "electron", "DevToolsActivePort");
    const port = await until(
      "the debugger's port",
      () => existsSync(file) && readFileSync(file, "utf8").split("\n")[0],
    );
    return `http://127.0.0.1:${port}`;
  }

  /** Ends what still runs and removes the home. */
  async stop(): Promise<void> {
    this.processes();
    await this.#children.endAll();
    for (const { pid } of this.processes()) process.kill(pid, "SIGKILL");
    rmSync(path.dirname(this.home), { recursive: true, force: true, maxRetries: 5 });
  }

  #settings(): Readonly<Record<string, unknown>> {
    const { profiles, settings } = this.#scene;
    return {
      profiles: profiles.map(({ name, title, goproxy }) => ({
        name,
        title,
        env: { GOPROXY: goproxy },
        kinds: [],
        fingerprints: [],
      })),
      removedProfiles: BUILTIN_PROFILES.map((p) => p.name),
      intervalSeconds: 5,
      notifications: "off",
      ...settings,
    };
  }

  #spawn(args: readonly string[]): ChildProcess {
    const { command, args: first } = this.#scene.executable ?? builtApp();
    const all = [...SWITCHES, ...first, ...(this.#scene.args ?? []), ...args];
    const child = this.#children.start(command, all, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.#output += text.toString();
      });
    }
    return child;
  }
}
