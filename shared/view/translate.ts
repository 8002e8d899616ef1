import i18next, { type TFunction } from "i18next";
import type { Reason } from "../domain/reason.ts";
import enCli from "../locales/en/cli.json" with { type: "json" };
import enDiagnose from "../locales/en/diagnose.json" with { type: "json" };
import enDoctor from "../locales/en/doctor.json" with { type: "json" };
import enDownload from "../locales/en/download.json" with { type: "json" };
import enHistory from "../locales/en/history.json" with { type: "json" };
import enLint from "../locales/en/lint.json" with { type: "json" };
import enNotify from "../locales/en/notify.json" with { type: "json" };
import enProfiles from "../locales/en/profiles.json" with { type: "json" };
import enReasons from "../locales/en/reasons.json" with { type: "json" };
import enSettings from "../locales/en/settings.json" with { type: "json" };
import enTray from "../locales/en/tray.json" with { type: "json" };
import enWindow from "../locales/en/window.json" with { type: "json" };
import enWords from "../locales/en/words.json" with { type: "json" };
import zhCli from "../locales/zh-CN/cli.json" with { type: "json" };
import zhDiagnose from "../locales/zh-CN/diagnose.json" with { type: "json" };
import zhDoctor from "../locales/zh-CN/doctor.json" with { type: "json" };
import zhDownload from "../locales/zh-CN/download.json" with { type: "json" };
import zhHistory from "../locales/zh-CN/history.json" with { type: "json" };
import zhLint from "../locales/zh-CN/lint.json" with { type: "json" };
import zhNotify from "../locales/zh-CN/notify.json" with { type: "json" };
import zhProfiles from "../locales/zh-CN/profiles.json" with { type: "json" };
import zhReasons from "../locales/zh-CN/reasons.json" with { type: "json" };
import zhSettings from "../locales/zh-CN/settings.json" with { type: "json" };
import zhTray from "../locales/zh-CN/tray.json" with { type: "json" };
import zhWindow from "../locales/zh-CN/window.json" with { type: "json" };
import zhWords from "../locales/zh-CN/words.json" with { type: "json" };

/** A language Gangway speaks. */
export type Language = "en" | "zh-CN";

/** Turns `namespace:key` and values into a sentence; namespaces are the files in `shared/locales`. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const RESOURCES = {
  en: {
    cli: enCli,
    doctor: enDoctor,
    history: enHistory,
    profiles: enProfiles,
    settings: enSettings,
    download: enDownload,
    diagnose: enDiagnose,
    lint: enLint,
    notify: enNotify,
    reasons: enReasons,
    tray: enTray,
    window: enWindow,
    words: enWords,
  },
  "zh-CN": {
    cli: zhCli,
    doctor: zhDoctor,
    history: zhHistory,
    profiles: zhProfiles,
    settings: zhSettings,
    download: zhDownload,
    diagnose: zhDiagnose,
    lint: zhLint,
    notify: zhNotify,
    reasons: zhReasons,
    tray: zhTray,
    window: zhWindow,
    words: zhWords,
  },
};

/** The language for a POSIX locale (`zh_CN.UTF-8`) or a language tag (`zh-Hans-CN`); English for any other. */
export function pickLanguage(locale: string): Language {
  return /^zh([-_.]|$)/i.test(locale) ? "zh-CN" : "en";
}

const made = new Map<Language, Translate>();

/** A translator that is ready at once: the texts are part of the program. The same for everybody who asks. */
export function createTranslate(language: Language): Translate {
  const known = made.get(language);
  if (known !== undefined) return known;
  const translate = make(language);
  made.set(language, translate);
  return translate;
}

function make(language: Language): Translate {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    fallbackLng: "en",
    ns: Object.keys(RESOURCES.en),
    resources: RESOURCES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const t: TFunction = instance.t;
  // Most sentences have no values, and a window that is drawn anew asks for all of them again.
  const plain = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return t(key, { ...values });
    const said = plain.get(key) ?? t(key);
    plain.set(key, said);
    return said;
  };
}

/** The sentence of a reason. Kinds and stages among its values are said in the reader's words. */
export function sayReason(t: Translate, { code, values }: Reason): string {
  const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sayValue(t, name, value)]));
  return t(`reasons:${code}`, said);
}

function sayValue(t: Translate, name: string, value: string | number): string | number {
  if (name === "kind" && typeof value === "string" && value !== "") return t(`words:kind.${value}`);
  if (name === "stage" && typeof value === "string" && value !== "") return t(`words:stage.${value}`);
  return value;
}
