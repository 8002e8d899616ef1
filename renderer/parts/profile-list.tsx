import type { ProfileView } from "../../shared/domain/snapshot.ts";
import type { Millis } from "../../shared/domain/time.ts";
import { useSpeech } from "../speech.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { Card } from "./card.tsx";

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

function ProfileItem({ profile }: { readonly profile: ProfileView }) {
  const { t, title, why } = useSpeech();
  const { active, env, kinds, outlook } = profile;
  const meantFor = kinds.map((kind) => t(`words:kind.${kind}`)).join(", ");
  return (
    <li className={active ? "profile profile-active" : "profile"} aria-current={active ? "true" : undefined}>
      <div className="profile-head">
        <h3>{title(profile)}</h3>
        <UseButton profile={profile} />
      </div>
      <code className="profile-value">{env["GOPROXY"] ?? t("window:unset")}</code>
      <OutlookFigures profile={profile} />
      <p className="hint">
        {why(outlook.because)}
        {outlook.success !== null && !outlook.sure && <> · {t("window:profiles.unsure")}</>}
      </p>
      {kinds.length > 0 && <p className="hint">{t("window:profiles.kinds", { kinds: meantFor })}</p>}
    </li>
  );
}

function UseButton({ profile }: { readonly profile: ProfileView }) {
  const { t, title } = useSpeech();
  const choose = useWindow((state) => state.choose);
  const switchingTo = useWindow((state) => state.switchingTo);
  if (profile.active) return <span className="tag tag-active">✓ {t("window:profiles.active")}</span>;
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

function OutlookFigures({ profile }: { readonly profile: ProfileView }) {
  const { t, millis, percent } = useSpeech();
  const { success, p50Ms, p95Ms } = profile.outlook;
  const unmeasured = t("window:profiles.unmeasured");
  const time = (value: Millis | null): string => (value === null ? t("window:profiles.no-end") : millis(value));
  return (
    <dl className="figures">
      <div>
        <dt>{t("window:profiles.success")}</dt>
        <dd>{success === null ? unmeasured : percent(success)}</dd>
      </div>
      <div>
        <dt>{t("window:profiles.time")}</dt>
        <dd>{success === null ? unmeasured : t("window:profiles.times", { p50: time(p50Ms), p95: time(p95Ms) })}</dd>
      </div>
    </dl>
  );
}
