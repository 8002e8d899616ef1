import { useRef } from "react";
import type { Profile } from "../../../shared/domain/profile.ts";
import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";

/** Removes the profile once the reader has confirmed it. */
export function RemoveButton({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const remove = useArea("profiles", (state) => state.remove);
  const dialog = useRef<HTMLDialogElement>(null);
  const named = { profile: profile.title ?? profile.name };
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        {t("profiles:remove")}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="remove-title">
        <h2 id="remove-title">{t("profiles:remove-title", named)}</h2>
        <p>{t("profiles:remove-text")}</p>
        <form method="dialog" className="actions">
          <button type="submit" className="button">
            {t("profiles:cancel")}
          </button>
          <button type="submit" className="button danger" onClick={() => void remove(profile.name)}>
            {t("profiles:remove")}
          </button>
        </form>
      </dialog>
    </>
  );
}
