// The app as built, and the bare window beside it: each started in a home of its own, on the same screen and bus.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mustLeaveSandbox } from "../../arguments.mjs";
import { ROOT } from "../../process.mjs";
import { start, until } from "../children.mjs";
import { plainEnvironment } from "../peers.mjs";
import { oneProfile } from "../sections/idle.mjs";

/** The profiles that are chosen in the window, in turns. Their titles are looked for there. The second is in force first. */
export const TITLES = ["Bench other", "Bench first"];

const BARE = path.join(import.meta.dirname, "../programs/bare-window/main.cjs");

/** A started app: {child, startedAt (ms since 1970), address of its debugger once `ready` was awaited}. */
async function launch({ name, electron, args, env, userData }) {
  const switches = ["--disable-gpu", "--remote-debugging-port=0", ...(mustLeaveSandbox() ? ["--no-sandbox"] : [])];
  const file = path.join(userData, "DevToolsActivePort");
  // What a start before this one has left would name a debugger that is gone.
  rmSync(file, { force: true });
  const startedAt = Date.now();
  const child = await start(name, [electron, ...switches, ...args], { env });
  return {
    name,
    child,
    startedAt,
    address: async () => {
      await until(`the debugger of ${name}`, () => !child.hasEnded && existsSync(file));
      return `http://127.0.0.1:${readFileSync(file, "utf8").split("\n")[0]}`;
    },
  };
}

/** A home for starts of `name`: what one start leaves there the next one finds, as on a user's machine. */
export function homeIn(folder, name) {
  const home = mkdtempSync(path.join(folder, `${name}-`));
  mkdirSync(path.join(home, "run"), { mode: 0o700 });
  return home;
}

/** Variables of a program on this desktop with a home of its own. */
export function environmentOf(home, desktop) {
  const env = {
    ...plainEnvironment(desktop),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, ".config"),
    XDG_CACHE_HOME: path.join(home, ".cache"),
    XDG_RUNTIME_DIR: path.join(home, "run"),
    XDG_CURRENT_DESKTOP: "XFCE",
    LANG: "C.UTF-8",
  };
  delete env.ELECTRON_RUN_AS_NODE;
  return env;
}

/** Gangway with a window, the profile in force naming `urls`, and a second one that names them the other way round. */
export function startGangway({ home, electron, desktop, urls, caFile }) {
  const goenv = path.join(home, "goenv");
  writeFileSync(goenv, `GOPROXY=${urls.join(",")}\nGOSUMDB=off\n`);
  const [otherTitle, title] = TITLES;
  const settings = oneProfile(urls.join(","));
  const env = { GOPROXY: urls.toReversed().join(","), GOSUMDB: "off" };
  const [first] = settings.profiles;
  const profiles = [
    { ...first, title },
    { ...first, name: "other", title: otherTitle, env },
  ];
  writeFileSync(path.join(home, "settings.json"), JSON.stringify({ ...settings, profiles }));
  const own = { GANGWAY_HOME: home, GOENV: goenv, GOTOOLCHAIN: "local", SSL_CERT_FILE: caFile };
  return launch({
    name: "Gangway",
    electron,
    args: [ROOT],
    env: { ...environmentOf(home, desktop), ...own },
    userData: path.join(home, "electron"),
  });
}

/** A window with one static page, and a tray icon. */
export function startBare({ home, electron, desktop }) {
  const userData = path.join(home, "electron");
  const args = [`--user-data-dir=${userData}`, BARE];
  return launch({ name: "bare window", electron, args, env: environmentOf(home, desktop), userData });
}
