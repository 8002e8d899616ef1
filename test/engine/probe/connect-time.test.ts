import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createProber } from "../../../electron/engine/probe/probe.ts";
import type { Sample } from "../../../shared/domain/sample.ts";
import { type RunningProgram, type RunOptions, spawnTypeScript } from "../../support/run-typescript.ts";

const PROGRAMS = join(import.meta.dirname, "programs");
const folder = mkdtempSync(join(tmpdir(), "gangway-connect-"));

// Root needs no user namespace for it, and where there is a chroot around it may not have one.
const OWN_NETWORK = process.getuid?.() === 0 ? "-n" : "-r -n";

/** What happens to the SYNs of a port; the ports of IPv6 are 100 higher. */
const fate = (port: number, what: string): string =>
  `tcp dport ${port} tcp flags & (syn | ack) == syn ${what}; tcp dport ${port + 100} tcp flags & (syn | ack) == syn ${what}`;

/** On the way in, so that the sender does not know: it would try again at once after a drop of its own. */
const RULES = `table inet fates {
  chain input {
    type filter hook input priority 0
    ${fate(8001, "numgen inc mod 2 0 drop").replaceAll("; ", "\n    ")}
    ${fate(8002, "numgen inc mod 3 0-1 drop").replaceAll("; ", "\n    ")}
    ${fate(8003, "drop").replaceAll("; ", "\n    ")}
    ${fate(8004, "reject with tcp reset").replaceAll("; ", "\n    ")}
    ${fate(8005, "reject with icmpx type host-unreachable").replaceAll("; ", "\n    ")}
  }
}
`;

// A lost SYN is sent again after 1 s, then after 2 more. Linux 6.5 and newer begin with four gaps of 1 s each unless told otherwise.
const LINEAR = "/proc/sys/net/ipv4/tcp_syn_linear_timeouts";
writeFileSync(join(folder, "rules.nft"), RULES);
const wrapper = join(folder, "in-lossy-network");
writeFileSync(
  wrapper,
  `#!/bin/sh
exec unshare ${OWN_NETWORK} sh -c 'ip link set lo up && nft -f "${folder}/rules.nft" && \
{ test ! -e ${LINEAR} || echo 0 > ${LINEAR}; } && exec "$@"' sh "\${GANGWAY_TEST_RUNTIME:-true}" "$@"
`,
);
chmodSync(wrapper, 0o700);

const tried = spawnSync(wrapper, [], { encoding: "utf8", env: { ...process.env, GANGWAY_TEST_RUNTIME: "true" } });
const WITHOUT_FILTER = tried.status !== 0;
if (WITHOUT_FILTER) {
  const why = tried.stderr.trim() || tried.error?.message || `status ${tried.status}`;
  console.warn(
    `skipped: connecting through packet loss, since there is no network namespace with nftables here: ${why}`,
  );
}

const ELECTRON = process.env["GANGWAY_TEST_ELECTRON"] ?? "/nothing";
const WITHOUT_ELECTRON = !existsSync(ELECTRON);
if (WITHOUT_ELECTRON)
  console.warn(`skipped: connecting under Electron, since GANGWAY_TEST_ELECTRON (${ELECTRON}) is absent`);

const WITHOUT_IPV6 = !Object.values(networkInterfaces()).some((list) => list?.some((a) => a.address === "::1"));
if (WITHOUT_IPV6) console.warn("skipped: connecting over IPv6, since this machine has no ::1");

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Expected {
  readonly what: string;
  readonly port: number;
  readonly failure: string | null;
  /** Bounds of the time that connecting takes, in ms; wide, since only a retransmission more or less matters. */
  readonly within?: readonly [number, number];
}

const EXPECTED: readonly Expected[] = [
  { what: "nothing lost", port: 8000, failure: null, within: [0, 900] },
  { what: "the first SYN lost: slow, and a success", port: 8001, failure: null, within: [950, 2_500] },
  { what: "two SYNs lost: slower, and still a success", port: 8002, failure: null, within: [2_950, 4_900] },
  { what: "every SYN lost", port: 8003, failure: "connect/silent" },
  { what: "a reset for a SYN", port: 8004, failure: "connect/refused" },
  { what: "an ICMP message that the host cannot be reached", port: 8005, failure: "connect/unreachable" },
];

function told(sample: Sample | undefined): string | null {
  return sample?.failure ? `${sample.failure.stage}/${sample.failure.kind}` : null;
}

const RUNTIMES = [
  { runtime: "plain Node", execPath: process.execPath, env: {}, absent: false },
  { runtime: "Electron as Node", execPath: ELECTRON, env: { ELECTRON_RUN_AS_NODE: "1" }, absent: WITHOUT_ELECTRON },
];

describe.skipIf(WITHOUT_FILTER)("through a network that loses packets", () => {
  describe.each(RUNTIMES)("under $runtime", ({ execPath, env, absent }) => {
    describe.each([
      { family: "IPv4", shift: 0, missing: false },
      { family: "IPv6", shift: 100, missing: WITHOUT_IPV6 },
    ])("over $family", ({ shift, missing }) => {
      test.skipIf(absent || missing)(
        "tells what became of the SYN, and how long it took",
        async () => {
          const ports = EXPECTED.map(({ port }) => String(port + shift));
          const options = { execPath: wrapper, env: { ...env, GANGWAY_TEST_RUNTIME: execPath }, timeoutMs: 60_000 };
          const program = await spawnTypeScript(join(PROGRAMS, "lossy-connects.ts"), ports, options);
          const { stdout, stderr } = await program.finished;
          if (stdout === "") throw new Error(stderr);
          const samples = JSON.parse(stdout) as Record<string, Sample>;

          const seen = EXPECTED.map(({ what, port, within: [least, most] = [0, 0] }) => {
            const sample = samples[String(port + shift)];
            const took = sample?.stages.connectMs ?? null;
            return [what, told(sample), took === null || (took >= least && took < most) ? "in time" : took];
          });
          expect(seen).toEqual(EXPECTED.map(({ what, failure }) => [what, failure, "in time"]));
          // Not given up before the limit, which lets two lost SYNs pass.
          expect(samples[String(8003 + shift)]?.totalMs).toBeGreaterThanOrEqual(4_990);
        },
        90_000,
      );
    });
  });
});

let running: RunningProgram[] = [];
let open: Socket[] = [];

afterEach(async () => {
  for (const socket of open) socket.destroy();
  for (const program of running) program.process.kill("SIGKILL");
  await Promise.all(running.map(({ finished }) => finished));
  [running, open] = [[], []];
});

async function start(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunningProgram> {
  const program = await spawnTypeScript(join(PROGRAMS, file), args, { timeoutMs: 60_000, ...options });
  running.push(program);
  return program;
}

function connects(port: number, host: string): Promise<boolean> {
  const socket = connect({ port, host });
  open.push(socket);
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    setTimeout(() => resolve(false), 400);
  });
}

/** A server that was stopped, and whose queue is full: the kernel takes no further connection for it. */
async function fullServer(host: string): Promise<{ readonly url: string; readonly program: RunningProgram }> {
  const program = await start("small-server.ts", [host]);
  const port = Number(/port (\d+)/.exec(await program.says("\n"))?.[1]);
  program.process.kill("SIGSTOP");
  for (let n = 0; n < 20; n++) {
    if (!(await connects(port, host)))
      return { url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, program };
  }
  throw new Error("the queue of the stopped server never filled");
}

describe.each([
  { family: "IPv4", host: "127.0.0.1", missing: false },
  { family: "IPv6", host: "::1", missing: WITHOUT_IPV6 },
])("a listener with a full queue over $family", ({ host, missing }) => {
  const look = (url: string): Promise<Sample | null> =>
    createProber({ version: "0.0.0", env: {} }).probe({ name: url, url, role: "proxy" }, new AbortController().signal);

  test.skipIf(missing || process.platform !== "linux")("is silent while nobody takes connections", async () => {
    const { url } = await fullServer(host);
    expect(told((await look(url)) ?? undefined)).toBe("connect/silent");
  });

  test.skipIf(missing || process.platform !== "linux")("is slow, and a success, when somebody does again", async () => {
    const { url, program } = await fullServer(host);
    const looked = look(url);
    setTimeout(() => program.process.kill("SIGCONT"), 300);
    const sample = await looked;
    expect(told(sample ?? undefined)).toBeNull();
    expect(sample?.stages.connectMs).toBeGreaterThanOrEqual(950);
  });
});
if (process.platform !== "linux") console.warn("skipped: full queues of listeners, which only Linux makes silent");
