// The border between window and shell: the only place that hears the window, and the only one that speaks to it.
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from "electron";
import type { Snapshot } from "../../shared/domain/snapshot.ts";
import { CALLS, type CallName, FIRST_CALL, type LaterCallName, type PushName } from "../../shared/ipc/channels.ts";
import type { Calls, Pushes } from "../../shared/ipc/contract.ts";
import type { parseCall } from "./call-guard.ts";
import type { Log } from "./log.ts";
import { isOurPage } from "./page-guard.ts";

/** Runs a call whose arguments were checked. */
export type RunCall = <K extends LaterCallName>(
  name: K,
  ...args: Parameters<Calls[K]>
) => Promise<ReturnType<Calls[K]>>;

/** Who answers behind the border. */
export interface Answering {
  /** Checks the arguments of a call against the contract. */
  readonly parse: typeof parseCall;
  readonly run: RunCall;
}

/** What the border needs of the shell. */
export interface Border {
  /** The page of our window. */
  readonly page: string;
  /** The contents of our window; `null` while there is none. */
  readonly contents: () => WebContents | null;
  /** What the window asks for before anything else, answered without waiting for the rest of the shell. */
  readonly kept: () => Snapshot | null;
  /** Resolves once the shell can answer: the window may ask before. */
  readonly behind: Promise<Answering>;
  readonly log: Log;
}

/** A page that has asked nothing by then is in trouble; on a slow machine it takes a second. */
const SILENT_MS = 3_000;

/**
 * Answers the window's calls from now on. A refused call answers with an error that says why, and is logged. The result
 * settles when the page asks for more than what can be answered at once, or is silent for long: then it has been painted.
 */
export async function answerCalls(border: Border): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, SILENT_MS);
    for (const name of CALLS) {
      ipcMain.handle(name, (event, ...given: unknown[]) => {
        if (name !== FIRST_CALL) resolve();
        return answer(border, { event, name, given });
      });
    }
  });
}

/** Tells the window a fact. */
export function push<K extends PushName>(contents: WebContents, name: K, payload: Pushes[K]): void {
  contents.send(name, payload);
}

interface Asked {
  readonly event: IpcMainInvokeEvent;
  readonly name: CallName;
  readonly given: readonly unknown[];
}

async function answer(border: Border, asked: Asked): Promise<unknown> {
  const { name, given, event } = asked;
  const stranger = strangerOf(event, border);
  if (stranger !== null) return refuse(border, name, stranger);
  if (name === FIRST_CALL) return given.length === 0 ? border.kept() : refuse(border, name, "it takes no arguments");
  const { parse, run } = await border.behind;
  const parsed = parse(name, given);
  return parsed.ok ? run(name, ...parsed.args) : refuse(border, name, parsed.complaint);
}

/** Why the sender is not our page; `null` when it is. */
function strangerOf({ sender, senderFrame }: IpcMainInvokeEvent, { contents, page }: Border): string | null {
  if (sender !== contents()) return "the sender is not Gangway's window";
  if (senderFrame === null || senderFrame !== sender.mainFrame) return "the sender is not the window's main frame";
  return isOurPage(senderFrame.url, page) ? null : "the sender is not Gangway's page";
}

function refuse(border: Border, name: CallName, why: string): never {
  border.log.warn(`refused the call ${name}: ${why}`);
  throw new Error(`refused ${name}: ${why}`);
}
