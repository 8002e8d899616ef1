import { useSpeech } from "../speech.ts";

/** What is shown until the first snapshot. */
export function Starting() {
  const { t } = useSpeech();
  return (
    <main className="starting" aria-busy="true">
      <h1>{t("window:starting.title")}</h1>
      <p>{t("window:starting.text")}</p>
    </main>
  );
}
