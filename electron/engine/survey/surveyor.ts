// Surveys the network: asks two hosts of endpoints for a plain page, tries three addresses that are nobody's, and asks the
// resolver for a name that nobody has. It goes the way that Go would go without a proxy, and asks no third party. Nothing is
// sent unless an endpoint has an address on the public Internet: any other says nothing about the way there.
import type { PlainAnswer, Survey, SurveyErrand } from "../../../shared/domain/survey.ts";
import type { Surveyor } from "../ports.ts";
import { Aborted } from "../probe/deadline.ts";
import { chooseRoute, type Environment } from "../probe/route.ts";
import { isOurselves, isPublic, unusedStrays } from "./address-kinds.ts";
import { plainAnswer } from "./plain-answer.ts";
import { createWire, type Wire, type WireOptions } from "./wire.ts";

/** What a surveyor needs. */
export interface SurveyorOptions extends WireOptions {
  /** Variables that may name a proxy. */
  readonly env: Environment;
  /** The network; the real one when absent. */
  readonly wire?: Wire | undefined;
}

/** A host, and the address that a page would be asked for at. */
interface Place {
  readonly host: string;
  readonly address: string;
}

/** Nothing was found out. */
const NOTHING: Survey = { plain: [], strays: { tried: 0, answered: 0 }, invented: null, oneAddress: false };

/** A surveyor of the network that this machine is on. It holds nothing open between surveys. */
export function createSurveyor(options: SurveyorOptions): Surveyor {
  const wire = options.wire ?? createWire(options);
  return {
    async survey(errand, signal) {
      if (signal.aborted) return null;
      try {
        return await surveyOver(wire, { ...errand, hosts: directHosts(errand.hosts, options.env) }, signal);
      } catch (error) {
        if (error instanceof Aborted) return null;
        throw error;
      }
    },
  };
}

/** Hosts that no proxy stands before, in either scheme: through a proxy there is nothing to survey. */
function directHosts(hosts: readonly string[], env: Environment): readonly string[] {
  const isDirect = (url: string): boolean => chooseRoute(new URL(url), env).kind === "direct";
  return hosts.filter((host) => isDirect(`https://${host}`) && isDirect(`http://${host}`));
}

async function surveyOver(wire: Wire, { hosts, strays }: SurveyErrand, signal: AbortSignal): Promise<Survey> {
  const found = await Promise.all(hosts.map((host) => wire.addresses(host, signal)));
  const places = hosts.flatMap((host, index): readonly Place[] => {
    const all = found[index] ?? [];
    const address = all.find((one) => !one.includes(":")) ?? all[0];
    return address === undefined || all.some(isOurselves) ? [] : [{ host, address }];
  });
  const outer = places.filter(({ address }) => isPublic(address));
  if (outer.length === 0) return surveyInside(wire, places, signal);
  const nonce = wire.nonce();
  const [plain, tried, made] = await Promise.all([
    pagesOf(wire, outer, signal),
    straysOf(wire, strays, signal),
    wire.addresses(`gangway-${nonce}.invalid`, signal),
  ]);
  return {
    plain,
    strays: tried,
    invented: made.length > 0,
    oneAddress: isOne(outer) && made.includes(outer[0]?.address ?? ""),
  };
}

/**
 * No endpoint is outside. Unrelated names at one address within may be a resolver that answers every question with its sign-in
 * page; then a made-up name is there, too, and only then its page is asked for.
 */
async function surveyInside(wire: Wire, places: readonly Place[], signal: AbortSignal): Promise<Survey> {
  const [first] = places;
  if (first === undefined || !isOne(places)) return NOTHING;
  const made = await wire.addresses(`gangway-${wire.nonce()}.invalid`, signal);
  if (!made.includes(first.address)) return { ...NOTHING, invented: made.length > 0 };
  return { ...NOTHING, plain: await pagesOf(wire, places, signal), invented: true, oneAddress: true };
}

/** Whether there are several hosts, all at one address. */
function isOne(places: readonly Place[]): boolean {
  return places.length > 1 && new Set(places.map(({ address }) => address)).size === 1;
}

function pagesOf(wire: Wire, places: readonly Place[], signal: AbortSignal): Promise<readonly PlainAnswer[]> {
  return Promise.all(
    places.map(async ({ host, address }) => {
      const nonce = wire.nonce();
      return plainAnswer(host, await wire.page({ address, host, nonce }, signal), nonce);
    }),
  );
}

async function straysOf(wire: Wire, isWanted: boolean, signal: AbortSignal): Promise<Survey["strays"]> {
  const unused = isWanted ? unusedStrays(wire.blocks()) : [];
  const answers = await Promise.all(unused.map((address) => wire.accepts(address, signal)));
  return { tried: unused.length, answered: answers.filter((answered) => answered).length };
}
