import { memo } from "react";
import type { ProfileView } from "../../../shared/domain/snapshot.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { Mark, type MarkKind } from "../mark.tsx";
import { OutlookFigures } from "../outlook-figures.tsx";

/**
 * The profiles with what to expect of each. Buttons and not radio items: an arrow key moves a radio group's choice at
 * once, and a choice here rewrites go env.
 */
export function ProfileList() {
  const { t } = useSpeech();
  const { profiles } = useSnapshot();
  return (
    <Card title={t("window:profiles.title")} className="card-profiles">
      <ul className="profiles">
        {profiles.map((profile) => (
          <ProfileItem key={profile.name} profile={profile} />
        ))}
      </ul>
    </Card>
  );
}

/** Drawn again only when something of this profile has changed. */
const ProfileItem = memo(function ProfileItem({ profile }: { readonly profile: ProfileView }) {
  const { t, title, why } = useSpeech();
  const { active, env, kinds, outlook } = profile;
  const meantFor = kinds.map((kind) => t(`words:kind.${kind}`)).join(", ");
  return (
    <li className={active ? "profile profile-active" : "profile"} aria-current={active ? "true" : undefined}>
      <Mark kind={markOf(profile)} />
      <div className="profile-words">
        <h3>{title(profile)}</h3>
        <code className="profile-value">{env["GOPROXY"] ?? t("window:unset")}</code>
        <p className="hint">
          <span className="sentence">{why(outlook.because)}</span>
          {outlook.success !== null && !outlook.sure && <> · {t("window:profiles.unsure")}</>}
          {kinds.length > 0 && <> · {t("window:profiles.kinds", { kinds: meantFor })}</>}
        </p>
      </div>
      <OutlookFigures outlook={outlook} />
      <UseButton profile={profile} />
    </li>
  );
});

/** Below this a chain serves, but nobody would call it well. */
const WELL = 0.95;

function markOf({ outlook, template }: ProfileView): MarkKind {
  const { success } = outlook;
  if (template === true || success === null) return "unknown";
  if (success >= WELL) return "healthy";
  return success > 0 ? "degraded" : "down";
}

function UseButton({ profile }: { readonly profile: ProfileView }) {
  const { t, title } = useSpeech();
  const choose = useWindow((state) => state.choose);
  const switchingTo = useWindow((state) => state.switchingTo);
  if (profile.active) return <span className="tag tag-active">{t("window:profiles.active")}</span>;
  if (profile.template === true) return <span className="tag">{t("window:profiles.template")}</span>;
  const isBusy = switchingTo === profile.name;
  return (
    <button
      type="button"
      className="button"
      disabled={switchingTo !== null}
      aria-label={t("window:profiles.use-name", { profile: title(profile) })}
      onClick={() => void choose(profile.name)}
    >
      {t(isBusy ? "window:profiles.switching" : "window:profiles.use")}
    </button>
  );
}
