// The attachment on macOS and Windows, where only programs tell the default gateway and its hardware address. They are
// asked when what costs nothing has changed, and every now and then.
import dns from "node:dns";
import fs from "node:fs";
import os from "node:os";
import { SECOND } from "../../../shared/domain/time.ts";
import type { Clock } from "../ports.ts";
import { isLinkLocal, macIn, subnetOf } from "./addresses.ts";
import { askGateway, askNeighbour } from "./ask-system.ts";
import { interfaceKind } from "./interfaces.ts";
import { type Facts, type Links, linksOf } from "./links.ts";
import { type Resolver, resolverIn, resolverOf } from "./resolver.ts";

/** A gateway that changes while addresses and resolvers stay is rare, and asking takes tens of milliseconds of processes. */
const ASK_AGAIN_MS = 15 * SECOND;

/** A program that takes longer is not waited for: the change has to be noticed within two seconds. */
const ASK_LIMIT_MS = 1_000;

/** What costs nothing to know, and whom to ask for the rest. */
export interface OtherSurroundings {
  readonly clock: Clock;
  readonly interfaces: () => Facts["interfaces"];
  readonly resolver: () => Resolver;
  /** Address of the default gateway; empty where there is none. */
  readonly gateway: () => Promise<string>;
  /** What the system prints of its neighbour at `ip`; empty where it knows none. Sends nothing. */
  readonly neighbour: (ip: string) => Promise<string>;
}

/** This machine. macOS keeps a resolv.conf for programs that read one; Windows tells its search domains nowhere cheap. */
export function thisMachine(clock: Clock): OtherSurroundings {
  const written = (): Resolver => resolverIn(fs.readFileSync("/etc/resolv.conf", "utf8"));
  // Made anew each time: a resolver keeps the servers of the moment in which it was made.
  const asked = (): Resolver => resolverOf(new dns.Resolver().getServers());
  return {
    clock,
    interfaces: () => os.networkInterfaces(),
    resolver: () => (fs.existsSync("/etc/resolv.conf") ? written() : asked()),
    gateway: askGateway,
    neighbour: askNeighbour,
  };
}

interface Told {
  readonly key: string;
  readonly at: number;
  readonly gateway: string;
  readonly mac: string | null;
}

/** Answers how the attachment is read. Programs run only while a reading waits for them. */
export function otherLinks(surroundings: OtherSurroundings): () => Promise<Links> {
  const { clock } = surroundings;
  let told: Told | null = null;

  const within = <T>(asked: Promise<T>, otherwise: T): Promise<T> =>
    new Promise((resolve) => {
      const cancel = clock.after(ASK_LIMIT_MS, () => {
        resolve(otherwise);
      });
      const answer = (value: T): void => {
        cancel();
        resolve(value);
      };
      asked.then(answer, () => {
        answer(otherwise);
      });
    });

  const ask = async (key: string): Promise<Told> => {
    const before = told?.key === key ? told : null;
    // Of a program that fails where it has answered before, nothing is believed.
    const gateway = await within(surroundings.gateway(), before?.gateway ?? "");
    const lines = gateway === "" ? "" : await within(surroundings.neighbour(gateway), "");
    const mac = macIn(lines.split(/\r?\n/), gateway);
    return { key, at: clock.steady(), gateway, mac };
  };

  return async () => {
    const [interfaces, resolver] = [surroundings.interfaces(), surroundings.resolver()];
    const key = JSON.stringify([interfaces, resolver]);
    if (told === null || told.key !== key || clock.steady() - told.at >= ASK_AGAIN_MS) told = await ask(key);
    const { gateway, mac } = told;
    const name = gateway === "" ? null : interfaceFor(gateway, interfaces);
    const route = name === null ? null : { interface: name, gateway, half: false };
    return linksOf({ interfaces, route, gatewayMac: mac, resolver });
  };
}

/** The interface whose subnet the gateway is in; else the first that may lead out. */
function interfaceFor(gateway: string, interfaces: Facts["interfaces"]): string | null {
  const usable = Object.entries(interfaces).filter(([, addresses]) =>
    addresses?.some(({ internal, address }) => !internal && !isLinkLocal(address)),
  );
  const near = usable.find(([, addresses]) =>
    addresses?.some(({ cidr }) => {
      const [, length = ""] = cidr?.split("/") ?? [];
      return (
        cidr !== null && length !== "" && !cidr.includes(":") && subnetOf(cidr) === subnetOf(`${gateway}/${length}`)
      );
    }),
  );
  return (near ?? usable.find(([name]) => interfaceKind(name) !== "inner"))?.[0] ?? null;
}
