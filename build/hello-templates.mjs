// Makes electron/engine/hello/templates/shipped.json anew from the go commands that build/go-versions.mjs brings: one
// template for each minor release, captured as the product captures. To be run after a release was added there, or when
// test/go/hello says that a template is no longer what its go sends. What it cannot capture stays as it is.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runnerImport } from "vite";
import { obtainGoVersions } from "./go-versions.mjs";
import { say } from "./process.mjs";

const ENGINE = path.resolve(import.meta.dirname, "../electron/engine/hello");
const FILE = path.join(ENGINE, "templates/shipped.json");

async function fromEngine(name) {
  const { module } = await runnerImport(path.join(ENGINE, name), { configFile: false, logLevel: "error" });
  return module;
}

/** Captures from each go command and replaces the templates of their minor releases. */
async function makeTemplates() {
  const { captureHello } = await fromEngine("capture.ts");
  const { recordOf } = await fromEngine("hello-template.ts");
  const surroundings = { env: process.env, platform: process.platform };
  const templates = new Map(JSON.parse(readFileSync(FILE, "utf8")).map((each) => [minorOf(each.version), each]));
  for (const { version, path: binary } of await obtainGoVersions()) {
    const speaker = { path: binary, version, surroundings, debug: "" };
    const template = await captureHello(speaker, AbortSignal.timeout(10_000));
    if (template === null) say(`Go ${version} said nothing`);
    else templates.set(minorOf(version), { version, captured: onThisMachine(), record: recordOf(template) });
  }
  const sorted = [...templates].sort(([one], [other]) => one - other).map(([, each]) => each);
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
  say(`${FILE}: ${sorted.map(({ version }) => version).join(", ")}`);
}

function minorOf(version) {
  return Number(version.split(".")[1]);
}

// The order of cipher suites depends on whether the processor has AES in hardware; these all have.
function onThisMachine() {
  return `${process.platform} ${process.arch}, GODEBUG empty`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await makeTemplates();
