// How much each sign speaks for a kind of network, in nats against `home`, and which signs come from elsewhere than samples.
// First weighed in a lab of real middleboxes, then tuned on half of the made-up networks of test/lab and tried on the others;
// no field data stands behind them (docs/network-kinds.md).
import type { AttachmentHints } from "./network.ts";
import type { Sign } from "./network-signs.ts";
import { isOpen, portalIn, type Survey, sharedCache } from "./survey.ts";

/** What speaks against `home`. */
export interface Weight {
  readonly corporate: number;
  readonly campus: number;
  readonly captive: number;
  readonly offline: number;
}

function weight(corporate: number, campus: number, captive: number, offline: number): Weight {
  return { corporate, campus, captive, offline };
}

/** Of what samples show, for one endpoint that shows it. */
export const SIGN_WEIGHTS: Readonly<Record<Sign, Weight>> = {
  "clean-handshake": weight(-3, -1, -3, -4),
  // What answers as an endpoint should is behind no sign-in page, whoever stands in between.
  reached: weight(0, 0, -4, -6),
  "tls12-only": weight(1.8, 0.6, 0, -2),
  "issuer-untrusted": weight(4.6, 0.2, 2.3, -2),
  "issuer-local": weight(4.6, 1, -1, -2),
  "handshake-silent": weight(1.2, 4.6, 1.4, -1),
  "handshake-cut": weight(3.6, 1.8, 1.4, -2),
  "handshake-refused": weight(2.6, 1, 1, -2),
  "not-tls": weight(0.7, 4, 3.4, -2),
  // A firewall that knows the size of a hello resets; a link that is narrower than it says swallows, at home too.
  "hello-cut": weight(4.5, 2.5, -2, -4),
  "hello-silent": weight(1.4, 1.2, -2, -4),
  relayed: weight(2.2, 2.8, 1, -2),
  "even-times": weight(-0.5, -2, -1, -2),
  "connect-silent": weight(0.3, 0.9, 1, 4.5),
  "connect-refused": weight(1, 0.5, 1.8, 0),
  "connect-unreachable": weight(-0.5, -0.5, -0.5, 5.5),
  "name-missing": weight(0.3, 0.3, 0.3, 4.2),
  "names-silent": weight(0, 0, 0, 5.5),
  "names-hijacked": weight(1.5, 0.5, 0.5, 0),
  // Served over TLS that is trusted, in the place of a module: whoever made it wants a login first.
  "sign-in-page": weight(0.3, 0.3, 14, -3),
  "through-proxy": weight(4, 0.6, 0, -2),
};

/** Signs that one endpoint alone may make by itself, because its operator wants it so. */
export const OWN_DOING: ReadonlySet<Sign> = new Set<Sign>(["issuer-local", "tls12-only"]);

/** Signs that are not told: they only speak against what they contradict. */
export const UNTOLD: ReadonlySet<Sign> = new Set<Sign>(["reached"]);

/** A sign that comes from elsewhere than a sample. */
export interface OtherSign {
  readonly id: string;
  /** What was seen, for people; may be empty. */
  readonly observed: string;
  readonly weight: Weight;
}

/** What is known beside samples. */
export interface Surroundings {
  readonly survey: Survey | null;
  /** The desktop's own settings name an HTTP proxy on another machine, be it only for some endpoints. */
  readonly desktopProxy: boolean;
  /** Go's proxy is on this very machine: the user put it there, and it says nothing of the network. */
  readonly ownProxy: boolean;
}

/** All signs of the surroundings, and of what the machine tells of its attachment. */
export function otherSigns(
  { survey, desktopProxy }: Surroundings,
  hints: AttachmentHints | undefined,
): readonly OtherSign[] {
  const sign = (id: string, ...numbers: Parameters<typeof weight>): OtherSign => ({
    id,
    observed: "",
    weight: weight(...numbers),
  });
  return [
    ...(survey === null ? [] : surveySigns(survey)),
    ...(hints?.searchDomain === "company" ? [sign("search-company", 1.5, 0.3, 0, 0)] : []),
    ...(hints?.searchDomain === "school" ? [sign("search-school", -0.5, 2, 0, 0)] : []),
    ...(hints?.vpn === true ? [sign("vpn-up", 1, 0, 0, 0)] : []),
    ...(desktopProxy ? [sign("desktop-proxy", 1.5, 0.3, 0, 0)] : []),
  ];
}

function surveySigns(survey: Survey): readonly OtherSign[] {
  return [...plainSigns(survey), ...straySigns(survey), ...nameSigns(survey)];
}

function plainSigns(survey: Survey): readonly OtherSign[] {
  const { plain } = survey;
  const portal = portalIn(survey);
  const cache = sharedCache(survey);
  const marks = [...new Set(plain.map(({ mark }) => mark).filter((mark) => mark !== ""))].join(" ");
  const signs: OtherSign[] = [];
  // Nothing on the network imitates this by accident.
  if (portal === "sure") signs.push({ id: "portal-sure", observed: marks, weight: weight(0.3, 0.3, 10, -3) });
  if (portal === "likely") signs.push({ id: "portal-likely", observed: marks, weight: weight(0.3, 0.3, 2.8, -3) });
  if (isOpen(survey)) signs.push({ id: "plain-open", observed: "", weight: weight(0, 0, -4, -5) });
  else if (plain.length > 0 && plain.every(({ kind }) => kind === "none")) {
    signs.push({ id: "plain-dead", observed: "", weight: weight(0.3, 0.3, 0.2, 1) });
  }
  if (cache !== null) signs.push({ id: "cache-between", observed: cache, weight: weight(1, 3.6, 0.2, -3) });
  return signs;
}

function straySigns({ strays: { tried, answered } }: Survey): readonly OtherSign[] {
  if (tried < 2) return [];
  const observed = `${answered}/${tried}`;
  // Two agree: one alone may be an address that somebody uses after all.
  if (answered >= 2) return [{ id: "strays-answered", observed, weight: weight(2.4, 2.6, 1.4, -4) }];
  return answered > 0 ? [] : [{ id: "strays-silent", observed, weight: weight(-0.5, -1, -0.4, 0) }];
}

function nameSigns({ invented, oneAddress }: Survey): readonly OtherSign[] {
  const signs: OtherSign[] = [];
  // Alone it is what providers do who show advertisements for names that nobody has.
  if (invented === true) signs.push({ id: "names-invented", observed: "", weight: weight(0.2, 0.5, 1, -2) });
  if (oneAddress) signs.push({ id: "names-one-address", observed: "", weight: weight(0.5, 0.5, 4, -2) });
  return signs;
}
