// Gives the page `window.app`: one function for each call of the contract. Names only, nothing of its own.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron";
import { CALLS, type CallName, PUSHES, type PushName } from "../shared/ipc/channels.ts";
import type { Bridge } from "../shared/ipc/contract.ts";

const calls = Object.fromEntries(
  CALLS.map((name: CallName) => [name, (...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(name, ...args)]),
) as unknown as Omit<Bridge, "on">;

const on: Bridge["on"] = (name, receive) => {
  const known: readonly PushName[] = PUSHES;
  if (!known.includes(name)) throw new Error(`there is no push named ${name}`);
  const hear = (_event: IpcRendererEvent, payload: Parameters<typeof receive>[0]): void => {
    receive(payload);
  };
  ipcRenderer.on(name, hear);
  return () => {
    ipcRenderer.off(name, hear);
  };
};

contextBridge.exposeInMainWorld("app", { ...calls, on } satisfies Bridge);
