// The views but the first are loaded when they are first shown: the window is there sooner, and smaller.
import { type ComponentType, useEffect, useState } from "react";
import type { ViewName } from "../store.ts";
import { StatusView } from "./status.tsx";

type View = ComponentType;

const LOADERS: Readonly<Record<Exclude<ViewName, "status">, () => Promise<View>>> = {
  history: () => import("./history.tsx").then(({ HistoryView }) => HistoryView),
  profiles: () => import("./profiles.tsx").then(({ ProfilesView }) => ProfilesView),
  doctor: () => import("./doctor.tsx").then(({ DoctorView }) => DoctorView),
  settings: () => import("./settings.tsx").then(({ SettingsView }) => SettingsView),
};

const loaded = new Map<ViewName, View>([["status", StatusView]]);

async function load(name: Exclude<ViewName, "status">): Promise<View> {
  const view = await LOADERS[name]();
  loaded.set(name, view);
  return view;
}

/** Loads every view, for whoever cannot wait when one is shown. @internal */
export async function loadAllViews(): Promise<void> {
  await Promise.all((Object.keys(LOADERS) as (keyof typeof LOADERS)[]).map(load));
}

/** The view of that name; the one before it until it is loaded, which takes some ten milliseconds the first time. */
export function useLoadedView(name: ViewName): View {
  const [shown, setShown] = useState<{ readonly view: View }>({ view: StatusView });
  const view = loaded.get(name);
  useEffect(() => {
    let isWanted = true;
    const show = (next: View): void => {
      if (isWanted) setShown({ view: next });
    };
    if (view !== undefined) show(view);
    else if (name !== "status") void load(name).then(show);
    return () => {
      isWanted = false;
    };
  }, [name, view]);
  return view ?? shown.view;
}
