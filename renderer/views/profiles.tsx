import { useEffect } from "react";
import { EmptyEditor, ProfileEditor } from "../parts/profiles/editor.tsx";
import { Exchange } from "../parts/profiles/exchange.tsx";
import { ProfileOrder } from "../parts/profiles/profile-order.tsx";
import { SaidNote } from "../parts/said-note.tsx";
import { useSpeech } from "../speech.ts";
import { shownProfile } from "../stores/profiles.ts";
import { useArea, useSnapshot } from "../window-store.ts";

/** How often the draft in sight is judged anew by what was measured meanwhile, in milliseconds. */
const JUDGE_EVERY = 5_000;

/** The profiles: their order, and what each of them sets, with what that would come to. */
export function ProfilesView() {
  const { t } = useSpeech();
  const { at, profiles } = useSnapshot();
  const read = useArea("profiles", (state) => state.read);
  const look = useArea("profiles", (state) => state.look);
  const fault = useArea("profiles", (state) => state.fault);
  const list = useArea("profiles", (state) => state.list);
  const shown = useArea("profiles", shownProfile);
  // Another process may have changed the profiles; their names and values tell.
  const known = JSON.stringify(profiles.map(({ name, title, env, kinds }) => [name, title, env, kinds]));
  const beat = Math.floor(at / JUDGE_EVERY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when what the snapshot knows of profiles changes.
  useEffect(() => void read(), [read, known]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: judged again as time passes.
  useEffect(() => void look(), [look, beat]);
  return (
    <>
      <div className="view-head">
        <h1>{t("profiles:title")}</h1>
        <Exchange />
      </div>
      <SaidNote />
      {fault !== null && (
        <div className="note note-bad" role="alert">
          <p className="note-words">{t("profiles:fault", { message: fault })}</p>
          <button type="button" className="button" onClick={() => void read()}>
            {t("profiles:again")}
          </button>
        </div>
      )}
      {list === null && fault === null && (
        <p className="empty" aria-busy="true">
          {t("profiles:reading")}
        </p>
      )}
      {list !== null && (
        <div className="profiles-columns">
          <ProfileOrder list={list} />
          {shown === null ? <EmptyEditor /> : <ProfileEditor profile={shown} />}
        </div>
      )}
    </>
  );
}
