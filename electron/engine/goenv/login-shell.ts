// What is known of the user's login shell while a program runs: asked in the background, kept, and asked again when told
// to. Nobody ever waits for it.
import type { ShellExport } from "../../../shared/domain/goenv.ts";
import type { Stop } from "../ports.ts";
import { askShell, type ShellQuestion } from "./shell-exports.ts";

/** The login shell, asked in the background. */
export interface LoginShell {
  /** What it exports otherwise than this process has it, by its last answer; empty before the first. */
  exports(): readonly ShellExport[];
  /** Asks again. Resolves once the answer, or none, is there; never rejects. */
  ask(): Promise<void>;
  /** Calls back when an answer differs from the one before, and soon after this call when there is one already. */
  watch(changed: () => void): Stop;
  /** Ends a question that is under way; later ones are not asked. */
  stop(): void;
}

/** The login shell of these surroundings. Nothing is asked before `ask`. */
export function createLoginShell(
  question: Omit<ShellQuestion, "names" | "signal"> & { readonly names: () => readonly string[] },
): LoginShell {
  const watchers = new Set<() => void>();
  const end = new AbortController();
  let known: readonly ShellExport[] = [];
  return {
    exports: () => known,
    ask: async () => {
      if (end.signal.aborted) return;
      const answer = await askShell({ ...question, names: question.names(), signal: end.signal });
      // A shell that did not answer this time has not taken back what it said before.
      if (answer === null || JSON.stringify(answer) === JSON.stringify(known)) return;
      known = answer;
      for (const changed of watchers) changed();
    },
    watch: (changed) => {
      watchers.add(changed);
      if (known.length > 0) queueMicrotask(changed);
      return () => watchers.delete(changed);
    },
    stop: () => {
      end.abort();
    },
  };
}
