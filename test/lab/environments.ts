// Three environments of a widely copied article as boxes on loopback: a seeded chance decides of every connection whether
// its handshake passes, and a failing one costs what the article says a failing one costs.
import { connect, createServer, type Server, type Socket } from "node:net";
import { normalFrom, numbersFrom } from "../support/chance.ts";
import { join, tame } from "./relays.ts";

/** What the article says of an environment, and how its box fails. */
export interface Environment {
  readonly name: string;
  /** Share of the connections whose handshake passes, from 0 to 1. */
  readonly passes: number;
  /** Mean delay before a failing connection fails, in ms. */
  readonly meanMs: number;
  /** Spread of that delay, sigma of a lognormal; 0: always the mean. */
  readonly sigma: number;
  readonly fails: "reset" | "intercept" | "swallow";
  /** Delay and text, as the article has them. */
  readonly claimed: string;
}

/** The article's rows, and one box that never answers. */
export const ENVIRONMENTS: readonly Environment[] = [
  { name: "home", passes: 0.992, meanMs: 120, sigma: 0, fails: "reset", claimed: "120 ms; no noticeable delay" },
  {
    name: "corporate",
    passes: 0.417,
    meanMs: 3_200,
    sigma: 0.8,
    fails: "intercept",
    claimed: "3.2 s; x509: certificate signed by unknown authority",
  },
  {
    name: "campus",
    passes: 0.123,
    meanMs: 5_800,
    sigma: 0.8,
    fails: "reset",
    claimed: "5.8 s; net/http: request canceled while waiting for connection",
  },
  { name: "swallowed", passes: 0, meanMs: 0, sigma: 0, fails: "swallow", claimed: "(not in the article)" },
];

function delayOf({ meanMs, sigma }: Environment, random: () => number): number {
  return sigma === 0 ? meanMs : meanMs * Math.exp(sigma * normalFrom(random) - sigma ** 2 / 2);
}

/** Ports of what stands behind a box. */
export interface Behind {
  readonly endpoint: number;
  /** A TLS server with a certificate that nobody trusts. */
  readonly stranger: number;
}

function joinTo(near: Socket, port: number): void {
  join(near, tame(connect({ port, host: "127.0.0.1", noDelay: true })));
}

/** The box of an environment; the delays of its failing connections are added to `delays`, in ms. */
export function environmentBox(environment: Environment, behind: Behind, seed: number, delays: number[]): Server {
  const random = numbersFrom(seed);
  return createServer({ noDelay: true }, (near) => {
    tame(near);
    if (random() < environment.passes) joinTo(near, behind.endpoint);
    else if (environment.fails === "swallow") near.resume();
    else {
      const delay = delayOf(environment, random);
      delays.push(delay);
      const timer = setTimeout(() => {
        if (environment.fails === "intercept") joinTo(near, behind.stranger);
        else near.resetAndDestroy();
      }, delay);
      near.on("close", () => {
        clearTimeout(timer);
      });
    }
  });
}
