// The networks that a judge is tried on: what stands on the router of each, and what kind it is.
import type { NetworkKind } from "../../../shared/domain/network.ts";
import type { Authority } from "../../support/certificates.ts";
import type { PortalStyle } from "../programs/gate.ts";
import type { JudgeJob } from "../programs/judge.ts";
import { GATE } from "./gate-ports.ts";
import type { Variant } from "./random.ts";
import type { Resolver } from "./resolver.ts";
import type { Slot } from "./slot.ts";
import { haproxy, sslsplit, tinyproxy } from "./software.ts";

/** What a network is furnished with. */
export interface Parts {
  readonly slot: Slot;
  readonly variant: Variant;
  /** Somebody's authority, called as the variant says. */
  readonly stranger: Authority;
}

/** What differs from a network with nothing in between. */
export interface Furnished {
  readonly rules?: string;
  readonly resolver?: Partial<Resolver>;
  readonly portal?: PortalStyle;
  /** Ports of programs on the router that must be up first. */
  readonly ports?: readonly number[];
  /** The stranger's authority is installed on this machine. */
  readonly installed?: boolean;
  readonly env?: JudgeJob["env"];
  readonly rttMs?: number;
  readonly lostOfThousand?: number;
}

/** A network. */
export interface Scene {
  readonly expected: NetworkKind;
  /** The kind after a sign-in. */
  readonly after?: NetworkKind;
  /** One of the endpoints shows a certificate that the stranger made. */
  readonly oneBroken?: true;
  readonly furnish: (parts: Parts) => Furnished;
}

const FORWARD = "chain f { type filter hook forward priority 0;";
const DIVERT = "chain d { type nat hook prerouting priority -100;";

/** A handshake record whose first message is a hello; a large one is Go's. */
const HELLO = "@ih,0,8 0x16 @ih,40,8 0x01";
const LARGE_HELLO = `${HELLO} @ih,24,16 > 1300`;

function table(...chains: readonly string[]): string {
  return `table ip net {\nset signed { type ipv4_addr; }\n${chains.join("\n")}\n}\n`;
}

function forward(...lines: readonly string[]): string {
  return `${FORWARD}\n${lines.map((line) => `iifname "near" ${line}`).join("\n")}\n}`;
}

function divert(...lines: readonly string[]): string {
  return `${DIVERT}\n${lines.map((line) => `iifname "near" ${line}`).join("\n")}\n}`;
}

/** Only those who have signed in go out as they like. */
function gated(on80: string, on443: string): string {
  const guest = "ip saddr != @signed";
  const isDiverted = on443.startsWith("redirect");
  return table(
    divert(`${guest} tcp dport 80 ${on80}`, ...(isDiverted ? [`${guest} tcp dport 443 ${on443}`] : [])),
    forward(...(isDiverted ? [] : [`${guest} tcp dport 443 ${on443}`]), `${guest} tcp dport != 80 drop`),
  );
}

function portal(style: PortalStyle, on443: string): Scene {
  const rules = gated(`redirect to :${GATE.portal}`, on443);
  return { expected: "captive", after: "home", furnish: () => ({ portal: style, rules }) };
}

function inspected(installed: boolean, options: readonly string[] = []): Scene {
  return {
    expected: "corporate",
    furnish: ({ slot, stranger }) => {
      const port = sslsplit(slot, stranger, options);
      return { installed, ports: [port], rules: table(divert(`tcp dport 443 redirect to :${port}`)) };
    },
  };
}

function proxied(otherwise: string): Scene {
  return {
    expected: "corporate",
    furnish: ({ slot, variant }) => {
      const port = tinyproxy(slot);
      const url = `http://${variant.near}.1:${port}`;
      return { ports: [port], env: { HTTPS_PROXY: url, HTTP_PROXY: url }, rules: table(forward(otherwise)) };
    },
  };
}

function ruled(expected: NetworkKind, ...lines: readonly string[]): Scene {
  return { expected, furnish: () => ({ rules: table(forward(...lines)) }) };
}

function relayed(ports: readonly number[], lostOfThousand = 0): Scene {
  return {
    expected: "campus",
    furnish: ({ slot }) => {
      const relay = haproxy(slot);
      const cached = ports.includes(80) ? [`tcp dport 80 redirect to :${GATE.cache}`] : [];
      const rules = table(divert(`tcp dport 443 redirect to :${relay}`, ...cached));
      return { ports: [relay], rules, lostOfThousand };
    },
  };
}

function named(expected: NetworkKind, manner: Resolver["manner"]): Scene {
  return { expected, furnish: () => ({ resolver: { manner } }) };
}

/** All networks by name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  home: { expected: "home", furnish: () => ({}) },
  "home, far away": { expected: "home", furnish: () => ({ rttMs: 300 }) },
  "home, 5 % lost": { expected: "home", furnish: () => ({ lostOfThousand: 25 }) },
  "home, broken IPv6": { expected: "home", furnish: () => ({ resolver: { six: [0x2a01, 0x4f8, 0, 0, 0, 0, 0, 2] } }) },
  "home, one endpoint broken": { expected: "home", oneBroken: true, furnish: () => ({}) },
  "home, names invented": {
    expected: "home",
    // Something odd, so that the resolver is asked at all; and the provider's page for names that nobody has.
    oneBroken: true,
    furnish: ({ variant }) => ({ resolver: { manner: "invents", liar: variant.sites[2]?.address ?? "" } }),
  },
  "authority unknown": inspected(false),
  "authority installed": inspected(true),
  "authority installed, TLS 1.2": inspected(true, ["-r", "tls12"]),
  "only a proxy, reset": proxied("reject with tcp reset"),
  "only a proxy, silent": proxied("drop"),
  "large hellos reset": ruled("corporate", `tcp dport 443 ${LARGE_HELLO} reject with tcp reset`),
  "hellos reset": ruled("corporate", `tcp dport 443 ${HELLO} reject with tcp reset`),
  relay: relayed([443]),
  "relay and cache": relayed([443, 80]),
  "relay and cache, 12 % lost": relayed([443, 80], 60),
  "hellos swallowed": ruled("campus", "tcp dport 443 @ih,0,8 0x16 drop"),
  "cleartext on 443": {
    expected: "campus",
    furnish: () => ({ rules: table(divert(`tcp dport 443 redirect to :${GATE.portal}`)), portal: "page" }),
  },
  "portal: redirect": portal("redirect", "reject with tcp reset"),
  "portal: page": portal("page", "drop"),
  "portal: script": portal("script", "reject with tcp reset"),
  "portal: 511": portal("required", "drop"),
  "portal: cleartext on 443": portal("redirect", `redirect to :${GATE.portal}`),
  "portal: lying names": {
    expected: "captive",
    furnish: ({ variant }) => ({
      portal: "page",
      resolver: { manner: "lies", liar: `${variant.near}.1` },
      rules: table(divert(`tcp dport 80 redirect to :${GATE.portal}`)),
    }),
  },
  "no address": {
    expected: "offline",
    furnish: ({ slot }) => {
      slot.ip("client", ["addr flush dev eth"]);
      return {};
    },
  },
  "no way out": ruled("offline", "drop"),
  unreachable: ruled("offline", "reject with icmp type net-unreachable"),
  "no names": named("offline", "denies"),
  "silent names": named("offline", "silent"),
};
