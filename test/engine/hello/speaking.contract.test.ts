// What the runtime's handshake alone calls green, and Go's hello does not: the same boxes, looked at both ways under both
// runtimes.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sample } from "../../../shared/domain/sample.ts";
import { spawnTypeScript } from "../../support/run-typescript.ts";
import { openZoo, type Zoo } from "../../support/zoo.ts";
import type { BothSamples, VisitJob } from "./programs/visit.ts";

const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: Go's hello beside Electron's own, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

let zoo: Zoo;

beforeAll(async () => {
  zoo = await openZoo();
}, 60_000);

afterAll(() => zoo.close());

/** One row: whom to visit and how, what the runtime alone sees, what is seen with Go's hello, and what came of that. */
interface Row {
  readonly inmate: string;
  readonly go?: string;
  readonly through?: string;
  readonly alone: string;
  readonly speaking: string;
  /** Version, outcome, kind and group of the hello; `null` when none was to be said. */
  readonly hello: string | null;
}

/** A proxy behind which no hello is said, since the look tells all there is. */
function unsaid(through: string, end: string): Row {
  return { inmate: "good", through, alone: end, speaking: end, hello: null };
}

/** A proxy that opens a tunnel in which no handshake comes to an end. */
function said(through: string, kind: string): Row {
  const end = `handshake/${kind}`;
  return { inmate: "good", through, alone: end, speaking: end, hello: `1.27 failed ${kind}` };
}

const ROWS: readonly Row[] = [
  { inmate: "good", alone: "ok", speaking: "ok", hello: "1.27 ok X25519" },
  { inmate: "good", go: "1.22", alone: "ok", speaking: "ok", hello: "1.22 ok X25519" },
  { inmate: "tls12", alone: "ok", speaking: "ok", hello: "1.27 ok" },
  { inmate: "resetsLargeHellos", alone: "ok", speaking: "handshake/reset", hello: "1.27 failed reset" },
  { inmate: "resetsLargeHellos", go: "1.22", alone: "ok", speaking: "ok", hello: "1.22 ok X25519" },
  { inmate: "dropsLargeHellos", alone: "ok", speaking: "handshake/silent", hello: "1.27 failed silent" },
  { inmate: "resetsNewSchemes", alone: "ok", speaking: "handshake/reset", hello: "1.27 failed reset" },
  { inmate: "resetsNewSchemes", go: "1.26", alone: "ok", speaking: "ok", hello: "1.26 ok X25519" },
  { inmate: "good", through: "proxy", alone: "ok", speaking: "ok", hello: "1.27 ok X25519" },
  // A reset behind the proxy comes through it as an end.
  { inmate: "good", through: "proxyToBox", alone: "ok", speaking: "handshake/closed", hello: "1.27 failed closed" },
  { inmate: "good", through: "secureProxy", alone: "ok", speaking: "ok", hello: "1.27 ok X25519" },
  // Where no tunnel is opened there is nobody to say a hello to.
  ...["proxyAuth", "secureProxyAuth"].map((through) => unsaid(through, "tunnel/auth-required")),
  unsaid("proxyDenies", "tunnel/denied"),
  ...["proxyUpstream", "proxyTimeout"].map((through) => unsaid(through, "tunnel/upstream-failed")),
  ...["proxyReset", "proxyCloses"].map((through) => unsaid(through, "tunnel/reset")),
  ...["proxyNotHttp", "proxyEndless"].map((through) => unsaid(through, "tunnel/unknown")),
  unsaid("proxySilent", "tunnel/silent"),
  // Behind a yes the hello is said, and what becomes of it is told as it is without a proxy.
  ...["proxyThenCloses", "proxyThenClosesOnHello"].map((through) => said(through, "closed")),
  ...["proxyThenResets", "proxyThenResetsOnHello"].map((through) => said(through, "reset")),
  said("proxyThenPage", "not-tls"),
  unsaid("proxyThenSilent", "handshake/silent"),
  { inmate: "resetAfterHello", alone: "handshake/reset", speaking: "handshake/reset", hello: "1.27 failed reset" },
  { inmate: "finAfterHello", alone: "handshake/closed", speaking: "handshake/closed", hello: "1.27 failed closed" },
  {
    inmate: "selfSigned",
    alone: "handshake/certificate-untrusted",
    speaking: "handshake/certificate-untrusted",
    hello: "1.27 ok X25519",
  },
  { inmate: "silentAfterAccept", alone: "handshake/silent", speaking: "handshake/silent", hello: null },
  { inmate: "refused", alone: "connect/refused", speaking: "connect/refused", hello: null },
  { inmate: "plain", alone: "ok", speaking: "ok", hello: null },
];

function schemeOf(proxy: string): string {
  return proxy.startsWith("secure") ? "https" : "http";
}

function jobFor(rows: readonly Row[]): VisitJob {
  return {
    caFile: zoo.caFile,
    visits: rows.map(({ inmate, go, through }) => ({
      // A name that no rule exempts from the proxy; only the proxy knows where it is.
      url: through === undefined ? zoo.url(inmate) : "https://modules.test",
      ...(through === undefined ? {} : { env: { HTTPS_PROXY: `${schemeOf(through)}://${zoo.address(through)}` } }),
      ...(go === undefined ? {} : { go }),
    })),
  };
}

function end(sample: Sample | null | undefined): string {
  if (sample === null || sample === undefined) return "nothing";
  return sample.failure === null ? "ok" : `${sample.failure.stage}/${sample.failure.kind}`;
}

function helloOf(sample: Sample | null | undefined): string | null {
  const hello = sample?.goHello;
  if (hello === undefined) return null;
  const minor = hello.version.split(".").slice(0, 2).join(".");
  return [minor, hello.outcome, hello.kind, hello.group].filter((part) => part !== undefined).join(" ");
}

describe.each([
  { runtime: "plain Node", execPath: process.execPath, env: {}, absent: false },
  { runtime: "Electron as Node", execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" }, absent: WITHOUT_ELECTRON },
])("under $runtime", ({ execPath, env, absent }) => {
  test.skipIf(absent)(
    "Go's hello is red where the runtime alone is green, and nowhere else",
    async () => {
      const file = join(import.meta.dirname, "programs/visit.ts");
      const program = await spawnTypeScript(file, [JSON.stringify(jobFor(ROWS))], { execPath, env, timeoutMs: 60_000 });
      const { stdout, stderr } = await program.finished;
      expect(stdout, stderr).not.toBe("");
      const seen = JSON.parse(stdout) as readonly BothSamples[];

      const told = ROWS.map((row, index) => {
        const { alone, speaking } = seen[index] ?? {};
        return { ...row, alone: end(alone), speaking: end(speaking), hello: helloOf(speaking) };
      });

      expect(told).toEqual(ROWS);
      const boxed = seen[ROWS.findIndex(({ inmate }) => inmate === "resetsLargeHellos")]?.speaking;
      expect(boxed?.failure?.raw).toMatch(
        /^go1\.27\.0 hello of 1531 bytes: ECONNRESET -\d+ read within \d+(\.\d)? ms; the runtime's own passed$/,
      );
      expect(boxed?.stages).toMatchObject({ handshakeMs: null, ttfbMs: null });
      expect(boxed?.tls?.version).toBe("TLSv1.3");
    },
    70_000,
  );
});
