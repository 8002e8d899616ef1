import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { sayNotice } from "./notices.ts";
import type { Reporter } from "./reporter.ts";
import type { Terminal } from "./terminal.ts";
import { sayWarning } from "./warnings.ts";

/**
 * Tells the notices and warnings of snapshots, each sentence once: on stderr, or above the view where the view has the
 * terminal. Programs find them in the snapshot too.
 */
export function createTeller(terminal: Terminal, reporter: Reporter): (snapshot: Snapshot) => void {
  const told = new Set<string>();
  return ({ notices, warnings }) => {
    const sentences = [
      ...notices.map((notice) => sayNotice(terminal, notice)),
      ...warnings.map((warning) => sayWarning(terminal, warning)),
    ];
    for (const sentence of sentences.filter((each) => !told.has(each))) {
      told.add(sentence);
      if (terminal.isLive) reporter.say(terminal.paint("yellow", sentence), null);
      else terminal.note(sentence);
    }
  };
}
