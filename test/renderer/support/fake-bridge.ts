import type { Snapshot } from "../../../shared/domain/snapshot.ts";
import type { Bridge, HistoryPage } from "../../../shared/ipc/contract.ts";

/** What a fake shell answers. `more` are the answers of calls by their names. */
export interface Answers {
  readonly snapshot: Snapshot | null;
  readonly history: HistoryPage;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A call that the window made. */
export interface Called {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A shell that answers at once and writes down what it was asked. Self-contained, so that it can also be sent into a page. */
export function fakeBridge(answers: Answers): Bridge & {
  readonly calls: Called[];
  /** Pushes a snapshot to the window. */
  readonly push: (snapshot: Snapshot) => void;
  /** Answers the next calls of this name with `answer`. */
  readonly answer: (name: string, answer: () => unknown) => void;
} {
  const calls: Called[] = [];
  const receivers = new Set<(snapshot: Snapshot) => void>();
  const written = { outcome: "written", file: "/home/gopher/.config/go/env", changes: [], warnings: [] };
  const said = new Map<string, () => unknown>([
    ["snapshot:read", () => answers.snapshot],
    ["history:read", () => answers.history],
    ["profile:choose", () => written],
    ["switch:undo", () => written],
    ["finding:fix", () => written],
  ]);
  for (const [name, answer] of Object.entries(answers.more ?? {})) said.set(name, () => answer);
  const names = ["snapshot:kept", "snapshot:read", "profile:choose", "switch:undo", "probe:now", "auto:set"];
  names.push("pause:set", "hold:release", "network:correct", "history:read", "settings:save");
  names.push("profile:list", "profile:preview", "profile:save", "profile:remove", "profile:reset");
  names.push("profile:order", "profile:import", "profile:export", "findings:read", "finding:fix");
  names.push("login:read", "login:set", "hotkeys:read", "hotkeys:set", "clipboard:write", "file:save");
  names.push("diagnostics:copy", "data:size", "history:clear", "corrections:read", "corrections:forget");
  names.push(
    "chains:compare",
    "module:explain",
    "diagnosis:start",
    "diagnosis:read",
    "diagnosis:cancel",
    "window:attended",
  );
  const own = names.map((name) => [
    name,
    async (...args: unknown[]) => {
      calls.push({ name, args });
      return said.get(name)?.() ?? null;
    },
  ]);
  const rest = {
    calls,
    push: (snapshot: Snapshot) => receivers.forEach((receive) => receive(snapshot)),
    answer: (name: string, answer: () => unknown) => void said.set(name, answer),
    on: (_name: string, receive: (snapshot: Snapshot) => void) => {
      receivers.add(receive);
      return () => void receivers.delete(receive);
    },
  };
  return { ...Object.fromEntries(own), ...rest };
}
