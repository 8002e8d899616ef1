// Where an endpoint is: whether on this machine, and which of its addresses may be told to others.
import { isIP, isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { hostOf, isLoopback } from "../probe/route.ts";
import type { Lookup } from "../probe/stages.ts";

/** Whether the URL names this machine itself: nobody else is bothered by connections to it. */
export function isOwnMachine(url: URL): boolean {
  const host = hostOf(url);
  return host === "localhost" || isLoopback(host);
}

/** Whether the URL has a name that a hello can tell; an address is never told. */
export function isNamed(url: URL): boolean {
  return isIP(hostOf(url)) === 0;
}

/** Addresses of this machine, which a report does not tell. */
function ownAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address)));
}

/** Most addresses that are told; some names have dozens. */
const MOST = 4;

/** Addresses of the endpoint, without those of this machine; none for a name that cannot be resolved. */
export async function addressesToTell(url: URL, lookup: Lookup): Promise<readonly string[]> {
  const host = hostOf(url);
  const own = ownAddresses();
  const found =
    isIP(host) === 0
      ? await lookup(host).then(
          (list) => list.map(({ address }) => address),
          () => [],
        )
      : [host];
  const foreign = [...new Set(found)].filter((address) => !own.has(address) && !isLoopback(address));
  return foreign.sort((a, b) => Number(isIPv4(b)) - Number(isIPv4(a))).slice(0, MOST);
}
