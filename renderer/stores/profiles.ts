import { createStore, type StoreApi } from "zustand/vanilla";
import type { Profile } from "../../shared/domain/profile.ts";
import type { ProfileProblem } from "../../shared/domain/profile-check.ts";
import type { Bridge } from "../../shared/ipc/contract.ts";
import type { ProfileDocument, ProfileList, ProfilePreview } from "../../shared/ipc/profile-calls.ts";
import { attempt } from "./attempt.ts";

// What the Profiles view knows: the profiles as they are kept, drafts that are not kept yet, and what the draft in sight
// would come to. Drafts outlive the view, so that going to look at something else loses nothing.

/** Key of the draft that replaces no profile. No profile can be named so. */
export const NEW = "*";

/** What the Profiles view knows and can do. */
export interface ProfilesState {
  /** `null` until read. */
  readonly list: ProfileList | null;
  /** Why something of this view failed; `null` when nothing did. */
  readonly fault: string | null;
  /** Name of the profile in sight, or `NEW`; `null`: none is chosen. */
  readonly selected: string | null;
  /** What was changed and not kept, by the name of the profile it would replace. */
  readonly drafts: Readonly<Record<string, Profile>>;
  /** What the profile in sight would come to; `null` until told. */
  readonly preview: ProfilePreview | null;
  /** A module whose route under the draft is wanted. */
  readonly module: string;
  /** What kept the draft from being kept the last time. */
  readonly problems: readonly ProfileProblem[];
  /** Name of the profile that was kept just now, and where its credentials went. */
  readonly saved: { readonly name: string; readonly hosts: readonly string[]; readonly file: string } | null;
  readonly read: () => Promise<void>;
  readonly select: (key: string) => void;
  readonly edit: (change: Partial<Profile>) => void;
  readonly ask: (module: string) => void;
  readonly look: () => Promise<void>;
  readonly discard: () => void;
  readonly create: (from?: Profile) => void;
  /** Resolves to the name it has now; `null` when it was not kept. */
  readonly save: (storeCredentials: boolean) => Promise<string | null>;
  readonly remove: (name: string) => Promise<void>;
  readonly reset: (name: string) => Promise<void>;
  readonly order: (names: readonly string[]) => Promise<void>;
}

/** The store of the Profiles view. */
export type ProfilesStore = StoreApi<ProfilesState>;

type Set = (change: Partial<ProfilesState>) => void;
type Get = () => ProfilesState;

/** How long a draft must rest before it is asked about. */
const REST_MS = 150;

/** The document of the profile in sight; `null` for a new one. */
export function shownDocument({ list, selected }: Pick<ProfilesState, "list" | "selected">): ProfileDocument | null {
  return list?.profiles.find(({ profile }) => profile.name === selected) ?? null;
}

/** What is in sight: the draft, else the profile as it is kept; `null` when nothing is. */
export function shownProfile(state: Pick<ProfilesState, "drafts" | "list" | "selected">): Profile | null {
  if (state.selected === null) return null;
  return state.drafts[state.selected] ?? shownDocument(state)?.profile ?? null;
}

/** Creates the store. Nothing happens until `read`. */
export function createProfilesStore(bridge: Bridge): ProfilesStore {
  return createStore<ProfilesState>()((set, get) => {
    const lookSoon = createRest(() => get().look());
    return { ...NOTHING, ...reading(bridge, set, get), ...editing(set, get, lookSoon), ...keeping(bridge, set, get) };
  });
}

const NOTHING = {
  list: null,
  fault: null,
  selected: null,
  drafts: {},
  preview: null,
  module: "",
  problems: [],
  saved: null,
} as const;

function reading(bridge: Bridge, set: Set, get: Get): Pick<ProfilesState, "look" | "read" | "select"> {
  const look = async (): Promise<void> => {
    const { selected, module } = get();
    const draft = shownProfile(get());
    if (draft === null || selected === null) return;
    const replaces = selected === NEW ? null : selected;
    const preview = await attempt(set, () => bridge["profile:preview"]({ draft, replaces, module }));
    // The reader may be elsewhere meanwhile, or have typed on.
    if (preview !== null && get().selected === selected && shownProfile(get()) === draft) set({ preview });
  };
  return {
    look,
    read: async () => {
      const list = await attempt(set, () => bridge["profile:list"]());
      if (list === null) return;
      const { selected } = get();
      const isThere = selected === NEW || list.profiles.some(({ profile }) => profile.name === selected);
      set({ list, selected: isThere ? selected : (list.profiles[0]?.profile.name ?? null) });
      await look();
    },
    select: (key) => {
      set({ selected: key, preview: null, problems: [], saved: null });
      void look();
    },
  };
}

/** Puts `act` off until nothing was put off for a while. */
function createRest(act: () => Promise<void>): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(resting);
    resting = setTimeout(() => void act(), REST_MS);
  };
}

function editing(set: Set, get: Get, lookSoon: () => void): Pick<ProfilesState, "ask" | "create" | "discard" | "edit"> {
  return {
    ask: (module) => {
      set({ module });
      lookSoon();
    },
    edit: (change) => {
      const { drafts, selected } = get();
      const shown = shownProfile(get());
      if (shown === null || selected === null) return;
      set({ drafts: { ...drafts, [selected]: { ...shown, ...change } }, saved: null, problems: [] });
      lookSoon();
    },
    discard: () => {
      const { drafts, list, selected } = get();
      const rest = Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== selected));
      const first = list?.profiles[0]?.profile.name ?? null;
      set({ drafts: rest, problems: [], preview: null, selected: selected === NEW ? first : selected });
      void get().look();
    },
    create: (from) => {
      const draft: Profile = from ?? { name: "", env: {}, kinds: [], fingerprints: [] };
      set({ drafts: { ...get().drafts, [NEW]: draft }, selected: NEW, preview: null, problems: [], saved: null });
      void get().look();
    },
  };
}

function keeping(bridge: Bridge, set: Set, get: Get): Pick<ProfilesState, "order" | "remove" | "reset" | "save"> {
  const change = async (act: () => Promise<unknown>): Promise<void> => {
    await attempt(set, act);
    await get().read();
  };
  return {
    save: async (storeCredentials) => {
      const { drafts, selected } = get();
      const draft = shownProfile(get());
      if (draft === null || selected === null) return null;
      const replaces = selected === NEW ? null : selected;
      const outcome = await attempt(set, () => bridge["profile:save"]({ draft, replaces, storeCredentials }));
      if (outcome === null) return null;
      if (!outcome.ok) {
        set({ problems: outcome.problems });
        return null;
      }
      const rest = Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== selected));
      set({ drafts: rest, problems: [], selected: outcome.name, saved: outcome, preview: null });
      await get().read();
      return outcome.name;
    },
    remove: (name) => change(() => bridge["profile:remove"](name)),
    reset: (name) => change(() => bridge["profile:reset"](name)),
    order: async (names) => {
      const { list } = get();
      // Shown at once: a row that jumps back until the answer comes would look refused.
      const placed = names.flatMap((name) => list?.profiles.find(({ profile }) => profile.name === name) ?? []);
      if (list !== null) set({ list: { ...list, profiles: placed } });
      await change(() => bridge["profile:order"](names));
    },
  };
}
