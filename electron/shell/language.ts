// The language the shell speaks.
import { app } from "electron";
import type { Settings } from "../../shared/domain/settings.ts";
import { type Language, pickLanguage } from "../../shared/view/translate.ts";

/**
 * The language that the setting asks for; for `system`, or while settings are not known, the first one the user has told the
 * operating system. Not `app.getLocale()`: that knows only languages whose Chromium texts are packaged.
 */
export function chooseLanguage(setting: Settings["language"] | undefined): Language {
  if (setting !== undefined && setting !== "system") return setting;
  return pickLanguage(app.getPreferredSystemLanguages()[0] ?? app.getLocale());
}
