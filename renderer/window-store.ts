import { createContext, use } from "react";
import { type ExtractState, useStore } from "zustand";
import type { Snapshot } from "../shared/domain/snapshot.ts";
import type { Areas, WindowState, WindowStore } from "./store.ts";

/** The store that every view reads. */
export const WindowStoreContext = createContext<WindowStore | null>(null);

/** What `select` takes from the store; the component renders again when that changes. */
export function useWindow<T>(select: (state: WindowState) => T): T {
  const store = use(WindowStoreContext);
  if (store === null) throw new Error("useWindow is used outside WindowStoreContext");
  return useStore(store, select);
}

/** The latest snapshot. Only for components shown once there is one. */
export function useSnapshot(): Snapshot {
  const snapshot = useWindow((state) => state.snapshot);
  if (snapshot === null) throw new Error("useSnapshot is used before the first snapshot");
  return snapshot;
}

/** What `select` takes from the store of one view's own. */
export function useArea<Name extends keyof Areas, T>(name: Name, select: (state: ExtractState<Areas[Name]>) => T): T {
  const area = useWindow((state) => state.areas[name]);
  return useStore(area, select);
}
