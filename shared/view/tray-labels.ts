// Sentences of the tray's menu. Figures are coarse: a menu that is open must not change under the pointer.
import type { RecentDecision } from "../domain/recent-decisions.ts";
import type { ProfileView, Snapshot } from "../domain/snapshot.ts";
import { MINUTE } from "../domain/time.ts";
import { profileTitle } from "./profile-title.ts";
import { sayReason, type Translate } from "./translate.ts";

/** A row of a menu longer than this would cover the screen. */
const LONGEST = 110;

/** Title of the profile of that name; the name where there is none. */
export function titleOf({ profiles }: Pick<Snapshot, "profiles">, name: string, t: Translate): string {
  const profile = profiles.find((p) => p.name === name);
  return profile === undefined ? name : profileTitle(t, profile);
}

/** A profile with what to expect of it. */
export function profileLabel(profile: ProfileView, t: Translate): string {
  const title = profileTitle(t, profile);
  const { p50Ms, success } = profile.outlook;
  if (profile.template === true) return t("tray:profile-template", { title });
  if (success === null) return title;
  const percent = Math.round(success * 100);
  if (p50Ms === null) return t("tray:profile-rate", { title, percent });
  return t("tray:profile-figures", { title, percent, ms: roughly(p50Ms) });
}

/** "Resume" with the time left, in steps of five minutes. */
export function resumeLabel({ at, pausedUntil }: Pick<Snapshot, "at" | "pausedUntil">, t: Translate): string {
  const minutes = ((pausedUntil ?? at) - at) / MINUTE;
  return t("tray:resume-left", { count: Math.max(5, Math.ceil(minutes / 5) * 5) });
}

/** "Test now", with when the last look was if that is a while ago. */
export function testLabel({ at, endpoints }: Pick<Snapshot, "at" | "endpoints">, t: Translate): string {
  const last = Math.max(...endpoints.map(({ health }) => health.lastAt ?? 0));
  const minutes = Math.floor((at - last) / MINUTE / 5) * 5;
  return last <= 0 || minutes < 5 ? t("tray:test") : t("tray:test-last", { count: minutes });
}

/** A change of mind: when, what, and why. */
export function decisionLabel(decision: RecentDecision, snapshot: Snapshot, t: Translate): string {
  const { at, because, kind, profile } = decision;
  const isName = (key: string): boolean => key === "profile" || key === "from";
  const values = Object.fromEntries(
    Object.entries(because.values).map(([key, value]) => [
      key,
      isName(key) ? titleOf(snapshot, String(value), t) || t("tray:own-values") : value,
    ]),
  );
  const what = profile === null ? t("tray:own-values") : titleOf(snapshot, profile, t);
  const why = sayReason(t, { code: because.code, values });
  const label = t(`tray:decision.${kind}`, { when: moment(at, snapshot.at), profile: what, why });
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1).trimEnd()}…` : label;
}

/** Hours and minutes of a day of 24 hours, and the day by its figures: read alike in every language. */
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-CA", { month: "2-digit", day: "2-digit" });

/** Time of day; with month and day where that was another one. */
function moment(at: number, now: number): string {
  return DAY.format(at) === DAY.format(now) ? TIME.format(at) : `${DAY.format(at)} ${TIME.format(at)}`;
}

/** Two digits: enough for a glance, and the menu need not change with each sample. */
export function roughly(ms: number): number {
  return Math.max(1, Math.round(Number(ms.toPrecision(2))));
}
