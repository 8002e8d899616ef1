// The made-up worlds: working days with networks and outages, and months of loss.
import type { NetworkKind } from "../../shared/domain/network.ts";
import type { Profile } from "../../shared/domain/profile.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../shared/domain/time.ts";
import { chanceAt, numbersFrom, waitFrom } from "../support/chance.ts";
import { type Answer, type Break, breakAt, HARD, SILENT, type Stay, type World } from "./world.ts";

/** Proxies of a working day, each in a profile of its own: those meant for home, campus and company, and one for nowhere. */
const KINDS: readonly (NetworkKind | null)[] = ["home", "campus", "corporate", null];

const PROXIES = KINDS.map((kind) => `https://${kind ?? "spare"}.test`);

const PROFILES = KINDS.map((kind, index): Profile => {
  const kinds = kind === null ? [] : [kind];
  return { name: kind ?? "spare", env: { GOPROXY: PROXIES[index] ?? "" }, kinds, fingerprints: [] };
});

function served(tookMs: number): Answer {
  return { failure: null, tookMs };
}

const UNTRUSTED = HARD[3] as Answer;
const SWALLOWED = SILENT[0] as Answer;
const PORTAL: Answer = { failure: { stage: "http", kind: "portal", raw: "" }, tookMs: 60 };
const NO_NAME: Answer = { failure: { stage: "resolve", kind: "name-not-found", raw: "" }, tookMs: 15 };

/** What a network of each kind makes of proxies that are themselves well, in the order of KINDS. */
const USUAL: Readonly<Record<string, readonly (Answer | null)[]>> = {
  home: [null, null, NO_NAME, null],
  campus: [SWALLOWED, null, NO_NAME, null],
  corporate: [UNTRUSTED, UNTRUSTED, null, null],
  captive: [PORTAL, PORTAL, PORTAL, PORTAL],
};

/** What becomes of TLS with those that serve: an installed authority opens it, or an old mirror does not know the newest. */
const TLS: Readonly<Record<string, Pick<Answer, "tls">>> = {
  corporate: { tls: { version: "TLSv1.3", trust: "local" } },
  campus: { tls: { version: "TLSv1.2", trust: "public" } },
};

/** One look in three hundred fails for no reason that anybody will ever know. */
const NOISE = 1 / 300;

/** The noise at a moment: a failure, or none. */
function lucky(seed: number, proxy: number, at: Instant): Answer | undefined {
  const luck = chanceAt(seed, proxy, at);
  if (luck >= NOISE) return undefined;
  return luck < NOISE / 2 ? HARD[0] : SILENT[1];
}

/** From leaving one network until the next is joined. */
const WALK_MS = 3 * MINUTE;

function staysOf(chance: () => number, lengthMs: number): readonly Stay[] {
  const stays: Stay[] = [];
  const met = new Set<string>();
  for (let at = 0; at < lengthMs; at += WALK_MS) {
    const place =
      ["home", "campus", "corporate", "home", "campus", "corporate", "captive"][Math.floor(chance() * 7)] ?? "home";
    const isKnown = place !== "captive" && (met.has(place) || chance() < 0.7);
    met.add(place);
    stays.push({ from: at, fingerprint: place, kind: place as NetworkKind, isKnown });
    at += (place === "captive" ? 10 * MINUTE : 40 * MINUTE) + waitFrom(chance, 2 * HOUR);
    stays.push({ from: at, fingerprint: "", kind: "offline", isKnown: false });
  }
  return stays;
}

/** Outages of the proxy that the place asks for, a few a day, never two at a time. */
function breaksOf(chance: () => number, stays: readonly Stay[], lengthMs: number): readonly Break[] {
  const breaks: Break[] = [];
  for (let at = waitFrom(chance, 2 * HOUR); at < lengthMs; at += 20 * MINUTE + waitFrom(chance, 2 * HOUR)) {
    const stay = stays.findLast(({ from }) => from <= at);
    const proxy = KINDS.indexOf(stay?.kind ?? "home");
    const until = at + 3 * MINUTE + waitFrom(chance, 20 * MINUTE);
    const way = chance() < 0.6 ? "hard" : "silent";
    const answers = way === "hard" ? HARD : SILENT;
    const answer = answers[Math.floor(chance() * answers.length)] as Answer;
    if (proxy !== -1) breaks.push({ proxy, from: at, until, answer, way });
    at = until;
  }
  return breaks;
}

/** A working day of six hours. */
export function workingDay(seed: number): World {
  const chance = numbersFrom(seed);
  const lengthMs = 6 * HOUR;
  const stays = staysOf(chance, lengthMs);
  const breaks = breaksOf(chance, stays, lengthMs);
  const stayOf = (at: Instant): Stay => stays.findLast(({ from }) => from <= at) ?? (stays[0] as Stay);
  return {
    seed,
    lengthMs,
    profiles: PROFILES,
    proxies: PROXIES,
    stays,
    breaks,
    answerOf: (proxy, at) => {
      const { kind } = stayOf(at);
      const made = USUAL[kind]?.[proxy] ?? breakAt(breaks, proxy, at)?.answer;
      return made ?? lucky(seed, proxy, at) ?? { ...served(30 + 60 * chanceAt(seed + 1, proxy, at)), ...TLS[kind] };
    },
    rightAt: (at) => {
      const { kind, fingerprint } = stayOf(at);
      const right = KINDS.indexOf(kind);
      if (fingerprint === "" || right === -1) return null;
      return breakAt(breaks, right, at) === undefined ? right : null;
    },
  };
}

/** What is lost, and how it clusters. */
export type Loss = "looks" | "looks in bursts" | "everything in bursts" | "packets" | "packets in bursts";

/** Every kind of loss. */
export const LOSSES: readonly Loss[] = [
  "looks",
  "looks in bursts",
  "everything in bursts",
  "packets",
  "packets in bursts",
];

const SHARE = 0.05;

/** Mean length of a burst, in looks or packets. */
const BURST = 2;

/** A look that the loss ate: nothing came back, or it was cut. */
function lost(luck: number): Answer {
  return luck < 0.5 ? (SILENT[1] as Answer) : (HARD[0] as Answer);
}

/** A chain of Gilbert: bad for BURST steps on average, and bad in SHARE of them. */
function gilbert(chance: () => number): () => boolean {
  let isBad = false;
  return () => {
    const luck = chance();
    isBad = isBad ? luck < 1 - 1 / BURST : luck < SHARE / (1 - SHARE) / BURST;
    return isBad;
  };
}

/** Times at which everything is lost: 5 % of the month, two looks at the normal interval long on average. */
function darkness(chance: () => number, lengthMs: number): readonly (readonly [Instant, Instant])[] {
  const [meanBad, meanGood] = [BURST * 30_000, (BURST * 30_000 * (1 - SHARE)) / SHARE];
  const times: [Instant, Instant][] = [];
  for (let at = waitFrom(chance, meanGood); at < lengthMs; at += waitFrom(chance, meanGood)) {
    const until = at + waitFrom(chance, meanBad);
    times.push([at, until]);
    at = until;
  }
  return times;
}

/** Waits of a kernel before it sends a lost SYN again, in ms (RFC 6298: 1 s, doubled). */
const SYN_AGAIN = [1_000, 2_000, 4_000];

/** And before it sends other lost segments again: Linux' least, doubled. */
const SEGMENT_AGAIN = [200, 400, 800, 1_600, 3_200, 6_400];

/** A look over a path of 40 ms whose packets are lost one by one: connection, hello, answer, request, answer. */
function overLossyPath(isLost: () => boolean): Answer {
  let tookMs = 0;
  const send = (again: readonly number[], limitMs: number): boolean => {
    let waited = 0;
    for (const wait of [0, ...again]) {
      waited += wait;
      if (waited > limitMs) return false;
      // There and back.
      if (!isLost() && !isLost()) {
        tookMs += waited + 40;
        return true;
      }
    }
    return false;
  };
  if (!send(SYN_AGAIN, 5_000)) return SILENT[1] as Answer;
  if (!send(SEGMENT_AGAIN, 6_000)) return SILENT[0] as Answer;
  return send(SEGMENT_AGAIN, 6_000) ? served(tookMs) : (SILENT[2] as Answer);
}

/** Thirty days on one network that loses something all the time; the first proxy is the one meant for it. */
export function lossyMonth(seed: number, loss: Loss): World {
  const chance = numbersFrom(seed);
  const proxies = PROXIES.slice(0, 2);
  const lengthMs = 30 * DAY;
  const chains = proxies.map(() => gilbert(chance));
  const dark = loss === "everything in bursts" ? darkness(chance, lengthMs) : [];
  let night = 0;
  const isDark = (at: Instant): boolean => {
    while ((dark[night]?.[1] ?? Number.POSITIVE_INFINITY) < at) night += 1;
    return (dark[night]?.[0] ?? Number.POSITIVE_INFINITY) <= at;
  };
  const answers: Readonly<Record<Loss, (proxy: number, at: Instant) => Answer>> = {
    looks: () => (chance() < SHARE ? lost(chance()) : served(40)),
    "looks in bursts": (proxy) => (chains[proxy]?.() === true ? lost(chance()) : served(40)),
    "everything in bursts": (_, at) => (isDark(at) ? (SILENT[1] as Answer) : served(40)),
    packets: () => overLossyPath(() => chance() < SHARE),
    "packets in bursts": (proxy) => overLossyPath(chains[proxy] ?? ((): boolean => false)),
  };
  return {
    seed,
    lengthMs,
    profiles: PROFILES.slice(0, 2),
    proxies,
    stays: [{ from: 0, fingerprint: "home", kind: "home", isKnown: true }],
    breaks: [],
    answerOf: answers[loss],
    rightAt: () => 0,
  };
}
