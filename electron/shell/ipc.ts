// The border between window and shell: the only place that hears the window, and the only one that speaks to it.
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from "electron";
import { CALLS, type CallName, type PushName } from "../../shared/ipc/channels.ts";
import type { Calls, Pushes } from "../../shared/ipc/contract.ts";
import { isOurPage, parseCall } from "./call-guard.ts";
import type { Log } from "./log.ts";

/** Runs a call whose arguments were checked. */
export type RunCall = <K extends CallName>(name: K, ...args: Parameters<Calls[K]>) => Promise<ReturnType<Calls[K]>>;

/** What the border needs of the shell. */
export interface Border {
  /** The page of our window. */
  readonly page: string;
  /** The contents of our window; `null` while there is none. */
  readonly contents: () => WebContents | null;
  readonly run: RunCall;
  readonly log: Log;
}

/** Answers the window's calls until stopped. A refused call answers with an error that says why, and is logged. */
export function answerCalls(border: Border): () => void {
  for (const name of CALLS)
    ipcMain.handle(name, (event, ...given: unknown[]) => answer(border, { event, name, given }));
  return () => {
    for (const name of CALLS) ipcMain.removeHandler(name);
  };
}

/** Tells the window a fact. */
export function push<K extends PushName>(contents: WebContents, name: K, payload: Pushes[K]): void {
  contents.send(name, payload);
}

interface Asked<K extends CallName> {
  readonly event: IpcMainInvokeEvent;
  readonly name: K;
  readonly given: readonly unknown[];
}

async function answer<K extends CallName>(border: Border, asked: Asked<K>): Promise<ReturnType<Calls[K]>> {
  const { name, given, event } = asked;
  const stranger = strangerOf(event, border);
  if (stranger !== null) return refuse(border, name, stranger);
  const parsed = parseCall(name, given);
  if (!parsed.ok) return refuse(border, name, parsed.complaint);
  return border.run(name, ...parsed.args);
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
