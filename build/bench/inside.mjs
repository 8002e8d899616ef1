// Runs the sections in a world that probe.mjs has prepared: `node inside.mjs SCENE`, a file of JSON. Ends what it started,
// whatever happens. Exit code 1 when a section could not run; a goal that was missed is a result like any other.
import { readFileSync } from "node:fs";
import path from "node:path";
import { endAll } from "./children.mjs";
import { loadLine, machineLine, placeLine, versionsLine } from "./machine.mjs";
import { missingPrograms, pathOfPeers } from "./packages.mjs";
import { startRig } from "./rig.mjs";
import { SECTIONS } from "./sections.mjs";

const scene = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.env.PATH = pathOfPeers();

function leave() {
  void endAll().finally(() => process.exit(1));
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, leave);
// Nobody reads any more: `npm run bench:probe | head`.
process.stdout.on("error", leave);
process.on("uncaughtException", (error) => {
  process.stderr.write(`${error.stack}\n`);
  leave();
});

function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Why the section cannot run here; undefined when it can. */
function obstacle({ programs, electron }) {
  const missing = missingPrograms(programs);
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  if (electron === "needed" && !scene.electron) return "there is no Electron here";
  return undefined;
}

async function perform(section, rig) {
  print(`\n== ${section.name}: ${section.title}`);
  const why = obstacle(section);
  if (why) {
    print(`skipped: ${why}`);
    return false;
  }
  try {
    await section.run({ ...scene, rig, print });
    return true;
  } catch (error) {
    print(`could not be measured: ${error.message}`);
    return false;
  } finally {
    rig.delay(0);
  }
}

async function performAll() {
  print(machineLine());
  print(loadLine());
  print(await versionsLine(scene.versions));
  if (missingPrograms(["nginx"]).length > 0) throw new Error("nginx, which answers to everybody, is not installed");
  const rig = await startRig({ folder: path.join(scene.folder, "rig"), goProgram: scene.goProgram });
  print(placeLine({ isolated: scene.isolated, priority: rig.priority }));
  let all = true;
  for (const name of scene.sections) {
    const section = SECTIONS.find((one) => one.name === name);
    if (!(await perform(section, rig))) all = false;
  }
  print(`\n${loadLine().replace("load:", "load at the end, ours in it:").replace(/ \(.*/, "")}`);
  return all;
}

try {
  process.exitCode = (await performAll()) ? 0 : 1;
} catch (error) {
  print(`could not be measured: ${error.message}`);
  process.exitCode = 1;
} finally {
  await endAll();
}
