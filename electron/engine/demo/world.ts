// The simulated world of the demo: three proxies on loopback, a network that changes when the laptop is carried, and
// temporary files for everything that Gangway and go would keep. Which scene comes when is the host's business.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BUILTIN_PROFILES } from "../../../shared/domain/builtin-profiles.ts";
import { endpointsOf, type Profile } from "../../../shared/domain/profile.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import type { DiagnosisBounds } from "../diagnosis-door.ts";
import type { Clock, NetworkSource, Prober } from "../ports.ts";
import { createProber } from "../probe/probe.ts";
import { ensureHome } from "../store/home.ts";
import { createLock } from "../store/lock.ts";
import { createSettings } from "../store/settings-file.ts";
import { createAuthority } from "./certificates.ts";
import { openProxyPort, type ProxyPort } from "./proxy-port.ts";
import { BEHAVIOUR, demoProfiles, PROXIES, type ProxyName, type SceneName } from "./scenes.ts";

/** What a world is made of. */
export interface DemoWorldParts {
  readonly clock: Clock;
  readonly version: string;
  /** The environment of this process; what in it speaks of Go or of proxies is left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The simulated world. It listens on loopback until `stop`. */
export interface DemoWorld {
  /** For GANGWAY_HOME, with settings that name the demo's profiles alone. */
  readonly home: string;
  /** The environment that the go command would be started in; GOENV is a temporary file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The root that vouches for the simulated web, for the go command too (SSL_CERT_FILE). */
  readonly caFile: string;
  readonly network: NetworkSource;
  readonly prober: Prober;
  /** The simulated proxies alone may be diagnosed: nothing of the demo leaves this machine. */
  readonly diagnosis: DiagnosisBounds;
  readonly profiles: readonly Profile[];
  scene(): SceneName;
  /** Carries the laptop to that network. */
  enter(scene: SceneName): void;
  /** Closes the proxies and removes the temporary files. Idempotent. */
  stop(): Promise<void>;
}

/**
 * A silent handshake is waited for so long in the demo: the real limit of 6 s, three times, would outlast the patience of
 * somebody who watches. Everything on loopback is done within a tenth of it.
 */
const HANDSHAKE_MS = 2_000;

/** Up to nine hellos of a diagnosis stay without an answer in the campus scene, which lasts for 25 s. */
const DIAGNOSIS_HANDSHAKE_MS = 1_000;

/** The least that the settings take, so that an unattended demo sees enough samples. */
const INTERVAL_SECONDS = 5;

/** Opens the world at home. Nothing of the user's is read or written. */
export async function createDemoWorld({ clock, version, env }: DemoWorldParts): Promise<DemoWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "gangway-demo-"));
  let scene: SceneName = "home";
  const [web, interceptor] = await Promise.all([
    createAuthority("Simulated Web", clock.now()),
    createAuthority("Simulated Firewall", clock.now()),
  ]);
  const open = (name: ProxyName): Promise<ProxyPort> =>
    openProxyPort({ name, clock, web, interceptor, behaviour: () => BEHAVIOUR[scene][name] });
  const [global, mirror, corp] = await Promise.all([open("global"), open("mirror"), open("corp")]);
  const ports: Readonly<Record<ProxyName, ProxyPort>> = { global, mirror, corp };
  const profiles = demoProfiles({ global: global.url, mirror: mirror.url, corp: corp.url });
  const files = writeFiles({ folder, clock, root: web.root, profiles });
  const surroundings = { ...withoutGo(env), GOENV: files.goEnv, GOTOOLCHAIN: "local" };
  const { caFile } = files;
  const network = createDemoNetwork(() => scene);
  return {
    home: files.home,
    env: surroundings,
    caFile,
    network: network.source,
    prober: asPublicWeb(createProber({ version, env: surroundings, caFile, limits: { handshake: HANDSHAKE_MS } })),
    diagnosis: {
      may: ({ name }) => endpointsOf(profiles).some((endpoint) => endpoint.name === name),
      limits: { handshake: DIAGNOSIS_HANDSHAKE_MS },
    },
    profiles,
    scene: () => scene,
    enter: (next) => {
      scene = next;
      for (const name of PROXIES) ports[name].cut();
      network.changed();
    },
    stop: async () => {
      await Promise.all(PROXIES.map((name) => ports[name].close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Files {
  readonly folder: string;
  readonly clock: Clock;
  readonly root: string;
  readonly profiles: readonly Profile[];
}

function writeFiles({ folder, clock, root, profiles }: Files): Pick<DemoWorld, "home" | "caFile"> & { goEnv: string } {
  const home = path.join(folder, "home");
  const caFile = path.join(folder, "ca.pem");
  const goEnv = path.join(folder, "go-env");
  ensureHome(home);
  writeFileSync(caFile, root);
  // The first profile holds from the start: with Go's default in force a public proxy would be measured. No checksum
  // database knows the demo's module.
  const [first] = profiles;
  writeFileSync(goEnv, `GOPROXY=${first?.env["GOPROXY"] ?? "off"}\nGOSUMDB=off\n`);
  createSettings(home, createLock(home), clock).update((settings) => ({
    ...settings,
    profiles,
    removedProfiles: BUILTIN_PROFILES.map((profile) => profile.name),
    intervalSeconds: INTERVAL_SECONDS,
  }));
  return { home, caFile, goEnv };
}

/** The environment without anything that could lead out of the simulated world, or change what go does in it. */
function withoutGo(env: DemoWorldParts["env"]): Record<string, string | undefined> {
  const leads = /^(GO(?!ROOT$)|CGO_|SSL_CERT_|GANGWAY_)|^(https?|all|no)_proxy$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !leads.test(name)));
}

/** The root of the simulated web stands for the public roots: else every network would look like one with a firewall. */
function asPublicWeb(prober: Prober): Prober {
  const seen = (sample: Sample): Sample =>
    sample.tls?.trust === "local" ? { ...sample, tls: { ...sample.tls, trust: "public" } } : sample;
  return {
    probe: async (endpoint, signal) => {
      const sample = await prober.probe(endpoint, signal);
      return sample === null ? null : seen(sample);
    },
  };
}

function createDemoNetwork(scene: () => SceneName): { readonly source: NetworkSource; readonly changed: () => void } {
  const listeners = new Set<() => void>();
  return {
    changed: () => {
      for (const changed of listeners) changed();
    },
    source: {
      look: () => Promise.resolve({ fingerprint: `demo-${scene()}`, online: true }),
      watch: (changed) => {
        listeners.add(changed);
        return () => listeners.delete(changed);
      },
    },
  };
}
