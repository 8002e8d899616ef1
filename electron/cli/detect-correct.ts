// `detect --as` and `detect --forget`: what the user says of the network of now. Nothing is measured for it.
import { correctionOf, isPlaceKind, withCorrection } from "../../shared/domain/known-network.ts";
import { PLACE_KINDS, type PlaceKind } from "../../shared/domain/network.ts";
import { createNetworkSource } from "../engine/network/network-source.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import type { Session } from "./session.ts";

/** Takes back what was said. */
const MEASURED = "measured";

/** The kind that `--as` names; `null` for what is measured. */
export function correctedKind(text: string): PlaceKind | null {
  if (text === MEASURED) return null;
  if (isPlaceKind(text)) return text;
  throw new Objection("bad-correction", { given: text, kinds: [...PLACE_KINDS, MEASURED].join(", ") });
}

/** Keeps what the user says of the network of now; a window or a `watch` that is open follows at once. */
export async function correct(session: Session, kind: PlaceKind | null): Promise<ExitCode> {
  const { terminal, home } = session;
  const { t } = terminal;
  // Opened first: it makes the folder that the salt of the fingerprints lies in.
  const settings = session.settings();
  const { fingerprint } = await createNetworkSource(home, terminal.clock).look();
  if (fingerprint === "") throw new Objection("nothing-to-correct", {}, EXIT.refused);
  const wasSaid = correctionOf(settings.read(), fingerprint) !== null;
  settings.update((before) => withCorrection(before, fingerprint, kind));
  if (terminal.json) {
    const record = { kind: kind ?? "unknown", confidence: kind === null ? 0 : 1, evidence: [], fingerprint };
    terminal.printJson(kind === null ? record : { ...record, corrected: true });
  } else if (kind !== null) {
    terminal.print(t("cli:detect.corrected", { kind: t(`words:kind.${kind}`) }));
  } else {
    terminal.print(t(wasSaid ? "cli:detect.forgotten" : "cli:detect.nothing-said"));
  }
  return EXIT.fine;
}
