import type { FallbackProps } from "react-error-boundary";
import { useSpeech } from "../speech.ts";

/** What stands where nothing at all could be drawn. */
export function BrokenWindow(props: FallbackProps) {
  return (
    <main className="starting">
      <Broken {...props} />
    </main>
  );
}

/** What stands where something could not be drawn. */
export function Broken({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useSpeech();
  return (
    <section className="card broken" role="alert">
      <h1>{t("window:broken.title")}</h1>
      <p>{t("window:broken.text")}</p>
      <p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </p>
      <button type="button" className="button" onClick={() => resetErrorBoundary()}>
        {t("window:broken.again")}
      </button>
    </section>
  );
}
