// The proof that our replay is Go's hello: the go command itself, the shipped template of its release and a template that
// was just captured from it talk to one listener, and what arrives is compared field by field.
import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { captureHello } from "../../../electron/engine/hello/capture.ts";
import {
  type ClientHello,
  parseClientHello,
  serialiseClientHello,
} from "../../../electron/engine/hello/client-hello.ts";
import { certificateSchemesOf, groupsOf, schemesOf } from "../../../electron/engine/hello/hello-extensions.ts";
import {
  type HelloTemplate,
  newestTemplate,
  recordOf,
  shippedTemplates,
} from "../../../electron/engine/hello/hello-template.ts";
import { goHello, HELLO_VARIANTS, underDebug } from "../../../electron/engine/hello/hello-variants.ts";
import { minorOf } from "../../../shared/domain/goenv-values.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";
import { type GoVersion, goVersions } from "../../support/go-versions.ts";
import { differences } from "./differences.ts";
import { type HelloListener, listenForHellos } from "./hello-listener.ts";
import { RUNTIMES, type Runtime, replayUnder } from "./runtimes.ts";

const VERSIONS = await goVersions();
if (VERSIONS.length < 4) console.warn(`only ${VERSIONS.length} releases of Go are here to compare with`);

/** As long as the name that templates are captured with, and longer. Neither is ever resolved. */
const NAMES = ["moduleses", "a-longer-name.modules.mirror.invalid"] as const;

let listener: HelloListener;
let home: GoHome;
const table: string[] = [];

beforeAll(async () => {
  listener = await listenForHellos();
  home = createGoHome();
});

afterAll(() => {
  listener.close();
  home.remove();
  console.info(["Go, runtime: bytes, groups, schemes, differences", ...table].join("\n"));
});

/** What the go command says when it wants a module from a host of this name: the listener is its proxy. */
async function realHello(go: GoVersion, name: string, debug = ""): Promise<ClientHello> {
  const env = {
    ...home.env,
    GODEBUG: debug,
    GOPROXY: `https://${name}`,
    HTTPS_PROXY: `http://127.0.0.1:${listener.port}`,
    GOSUMDB: "off",
    GOTOOLCHAIN: "local",
    GO111MODULE: "on",
  };
  const heard = listener.next();
  const ended = new Promise<void>((done) => {
    const args = ["mod", "download", "-json", "gangway.invalid/m@v1.0.0"];
    execFile(go.path, args, { env, cwd: "/", timeout: 30_000 }, () => done());
  });
  const { hello } = await heard;
  await ended;
  return hello;
}

async function replayed(runtime: Runtime, template: HelloTemplate, serverName: string): Promise<ClientHello> {
  const heard = listener.next();
  const { version } = template;
  await replayUnder(runtime, [{ port: listener.port, version, record: recordOf(template), serverName }]);
  return (await heard).hello;
}

function capture({ path, version }: GoVersion, debug = ""): Promise<HelloTemplate | null> {
  const surroundings = { env: { ...home.env, PATH: home.env["PATH"] }, platform: process.platform };
  return captureHello({ path, version, surroundings, debug }, new AbortController().signal);
}

function shippedFor({ version }: GoVersion): HelloTemplate | undefined {
  return shippedTemplates.find((template) => minorOf(template.version) === minorOf(version));
}

function note(label: string, hello: ClientHello, found: readonly string[], bytes: readonly number[]): void {
  const schemes = `${schemesOf(hello).length}+${certificateSchemesOf(hello).length}`;
  table.push(
    `${label}: ${bytes.join(" and ")} B, ${groupsOf(hello).length} groups, ${schemes} schemes, ${found.length}`,
  );
}

describe.each(VERSIONS)("Go $version", (go) => {
  const shipped = shippedFor(go);

  test.each(RUNTIMES)("is replayed field by field from both templates under $name", async (runtime) => {
    const captured = await capture(go);
    const templates = [shipped, captured].filter((template) => template !== undefined && template !== null);
    const found: string[] = [];
    const bytes: number[] = [];
    let last: ClientHello | null = null;
    for (const name of NAMES) {
      const real = await realHello(go, name);
      for (const template of templates) found.push(...differences(real, await replayed(runtime, template, name)));
      bytes.push(serialiseClientHello(real).length);
      last = real;
    }
    if (last !== null) note(`${go.version}, ${runtime.name}`, last, found, bytes);

    expect(captured, "the go command was not captured").not.toBeNull();
    expect(found).toEqual([]);
  });

  test.skipIf(shipped === undefined)(
    "still says what is shipped for it; else run build/hello-templates.mjs",
    async () => {
      const captured = await capture(go);

      expect(captured && shipped && differences(captured.hello, shipped.hello)).toEqual([]);
    },
  );
});

/** Those whose hello GODEBUG changes in a way that we follow without them. */
const WITH_MLKEM = VERSIONS.filter((go) => minorOf(go.version) >= 24 && shippedFor(go) !== undefined);
if (WITH_MLKEM.length === 0) console.warn("skipped: what GODEBUG changes, since no Go with ML-KEM (1.24) is here");

describe.each(WITH_MLKEM)("Go $version", (go) => {
  test.each(["tlsmlkem=0", "http2client=0", "http2client=0,tlsmlkem=0"])(
    "is followed with GODEBUG=%s",
    async (debug) => {
      const captured = await capture(go, debug);
      const shipped = shippedFor(go);

      expect(captured && shipped && differences(captured.hello, underDebug(shipped, debug).hello)).toEqual([]);
    },
  );
});

describe("the comparison", () => {
  test.each(HELLO_VARIANTS.slice(1))("sees that the newest hello changed to %s", (variant) => {
    const bytes = [variant, "go" as const].map((each) => goHello(newestTemplate(), { serverName: "a", variant: each }));
    const [changed, plain] = bytes.map((each) => parseClientHello(each));

    expect(changed && plain && differences(changed, plain)).not.toEqual([]);
  });

  test("sees every difference between the releases that are shipped", () => {
    const pairs = shippedTemplates
      .slice(1)
      .map(({ hello }, index) => [hello, shippedTemplates[index]?.hello ?? hello] as const);

    expect(pairs.filter(([one, other]) => differences(one, other).length === 0)).toEqual([]);
  });
});
