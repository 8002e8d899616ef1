import { createContext, use } from "react";
import type { Failure } from "../shared/domain/failure.ts";
import type { Reason } from "../shared/domain/reason.ts";
import type { ProfileView } from "../shared/domain/snapshot.ts";
import { DAY, HOUR, type Instant, MINUTE, type Millis, SECOND } from "../shared/domain/time.ts";
import { profileTitle } from "../shared/view/profile-title.ts";
import { createTranslate, type Language, sayReason, type Translate } from "../shared/view/translate.ts";

/** Everything that turns a value into words and figures of the chosen language. */
export interface Speech {
  readonly language: Language;
  readonly t: Translate;
  readonly why: (reason: Reason) => string;
  readonly number: (value: number) => string;
  /** A share of 0 to 1 as whole per cent. */
  readonly percent: (share: number) => string;
  /** Milliseconds below a second, seconds with one digit above. */
  readonly millis: (value: Millis) => string;
  /** A length of time in its largest whole unit, spelled out: "6 hours". */
  readonly spell: (length: Millis) => string;
  /** A size in the unit that gives it few digits. */
  readonly bytes: (value: number) => string;
  /** Date and time of day. */
  readonly moment: (at: Instant) => string;
  /** Time of day, with the date when `now` is another day. */
  readonly clock: (at: Instant, now: Instant) => string;
  /** Time of day to the second, with the date when `now` is another day. */
  readonly second: (at: Instant, now: Instant) => string;
  /** How long before `now` it was. */
  readonly ago: (at: Instant, now: Instant) => string;
  readonly failure: (failure: Pick<Failure, "stage" | "kind">) => string;
  /** A profile's title; those that ship are titled in the reader's language. */
  readonly title: (profile: Pick<ProfileView, "builtin" | "name" | "title">) => string;
}

/** The speech of the language in use. */
export const SpeechContext = createContext<Speech | null>(null);

/** Words and figures in the chosen language. */
export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (speech === null) throw new Error("useSpeech is used outside SpeechContext");
  return speech;
}

const UNITS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
] as const;

const SIZES = [
  ["megabyte", 1_000_000],
  ["kilobyte", 1_000],
] as const;

/** Makes it when it is first asked for: the first formatter of each sort takes the browser a millisecond. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Titles of profiles by their name. */
export type Titles = ReadonlyMap<string, string>;

/** Words and figures of one language. */
export function createSpeech(language: Language): Speech {
  const t = createTranslate(language);
  const numbers = (options: Intl.NumberFormatOptions = {}) => once(() => new Intl.NumberFormat(language, options));
  const moments = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(language, options));
  const unit = (name: string, digits: number) =>
    numbers({ style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
  const plain = numbers();
  const share = numbers({ style: "percent", maximumFractionDigits: 0 });
  const milliseconds = unit("millisecond", 0);
  const seconds = unit("second", 1);
  const moment = moments({ dateStyle: "medium", timeStyle: "short" });
  const time = moments({ timeStyle: "short" });
  const precise = moments({ timeStyle: "medium" });
  const day = moments({ dateStyle: "short" });
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
  return {
    language,
    t,
    why: (reason) => sayReason(t, reason),
    number: (value) => plain().format(value),
    percent: (value) => share().format(value),
    millis: (value) => (value < SECOND ? milliseconds().format(value) : seconds().format(value / SECOND)),
    spell: (length) => {
      const [name, size] = UNITS.find(([, size]) => length >= size) ?? ["second", SECOND];
      const style = { style: "unit", unit: name, unitDisplay: "long" } as const;
      return new Intl.NumberFormat(language, style).format(length / size);
    },
    bytes: (value) => {
      const [name, size] = SIZES.find(([, size]) => value >= size) ?? ["byte", 1];
      return unit(name, size === 1 ? 0 : 1)().format(value / size);
    },
    moment: (at) => moment().format(at),
    clock: (at, now) => (day().format(at) === day().format(now) ? time().format(at) : moment().format(at)),
    second: (at, now) => (day().format(at) === day().format(now) ? precise().format(at) : moment().format(at)),
    ago: (at, now) => {
      const passed = Math.max(0, now - at);
      const [name, length] = UNITS.find(([, size]) => passed >= size) ?? ["second", SECOND];
      return relative().format(-Math.floor(passed / length), name);
    },
    failure: ({ stage, kind }) =>
      t("window:failure", { stage: t(`words:stage.${stage}`), kind: t(`words:kind.${kind}`) }),
    title: (profile) => profileTitle(t, profile),
  };
}

/** The same speech, whose sentences name the profiles in `titles` by their title. */
export function withTitles(speech: Speech, titles: Titles): Speech {
  return { ...speech, why: (reason) => speech.why(titled(reason, titles)) };
}

/** The reason with profiles by their title. */
function titled({ code, values }: Reason, titles: Titles): Reason {
  const inWords: Record<string, string | number> = { ...values };
  for (const name of ["profile", "from"]) {
    const title = titles.get(String(values[name]));
    if (title !== undefined) inWords[name] = title;
  }
  return { code, values: inWords };
}
