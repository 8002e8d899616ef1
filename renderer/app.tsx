import { useEffect, useMemo } from "react";
import { ErrorBoundary } from "react-error-boundary";
import type { ProfileView } from "../shared/domain/snapshot.ts";
import { type Language, pickLanguage } from "../shared/view/translate.ts";
import { Broken, BrokenWindow } from "./parts/broken.tsx";
import { Shell } from "./parts/shell.tsx";
import { Starting } from "./parts/starting.tsx";
import { createSpeech, type Speech, SpeechContext, withTitles } from "./speech.ts";
import { VIEWS } from "./store.ts";
import { useLoadedView } from "./views/loaded.ts";
import { useWindow } from "./window-store.ts";

/** Shows the chosen view, and Ctrl or Cmd with a digit goes to the view of that number. */
function useViewKeys(): void {
  const show = useWindow((state) => state.show);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((!event.ctrlKey && !event.metaKey) || event.altKey || event.shiftKey) return;
      const view = VIEWS[Number(event.key) - 1];
      if (view === undefined) return;
      event.preventDefault();
      show(view);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [show]);
}

/** The speech of a language, made anew only when the language or a profile's title changes. */
function useTitledSpeech(language: Language): Speech {
  const titles = useWindow((state) => JSON.stringify(state.snapshot?.profiles.map(titleParts) ?? []));
  const plain = useMemo(() => createSpeech(language), [language]);
  return useMemo(() => {
    const profiles = JSON.parse(titles) as ReturnType<typeof titleParts>[];
    return withTitles(plain, new Map(profiles.map((profile) => [profile.name, plain.title(profile)])));
  }, [plain, titles]);
}

function titleParts({ builtin, name, title }: ProfileView): Pick<ProfileView, "builtin" | "name" | "title"> {
  return { builtin, name, title };
}

/**
 * The whole window. `systemLocale` is the language used while the settings say "as the system". What cannot be drawn says so
 * in its place; a state of the run before that cannot be drawn is dropped.
 */
export function App({ systemLocale }: { readonly systemLocale: string }) {
  const snapshot = useWindow((state) => state.snapshot);
  const isKept = useWindow((state) => state.isKept);
  const drop = useWindow((state) => state.drop);
  const plain = useMemo(() => createSpeech(pickLanguage(systemLocale)), [systemLocale]);
  return (
    <SpeechContext value={plain}>
      <ErrorBoundary FallbackComponent={isKept ? Starting : BrokenWindow} onError={drop} resetKeys={[snapshot]}>
        <Frame systemLocale={systemLocale} />
      </ErrorBoundary>
    </SpeechContext>
  );
}

function Frame({ systemLocale }: { readonly systemLocale: string }) {
  const chosen = useWindow((state) => state.snapshot?.settings.language ?? "system");
  const theme = useWindow((state) => state.snapshot?.settings.theme ?? "system");
  const view = useWindow((state) => state.view);
  const isStarting = useWindow((state) => state.snapshot === null);
  const isKept = useWindow((state) => state.isKept);
  const drop = useWindow((state) => state.drop);
  const language = chosen === "system" ? pickLanguage(systemLocale) : chosen;
  const speech = useTitledSpeech(language);
  useViewKeys();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset["theme"] = theme;
    document.title = `${speech.t(`window:views.${view}`)} · ${speech.t("window:app")}`;
  }, [language, theme, view, speech]);
  const View = useLoadedView(view);
  return (
    <SpeechContext value={speech}>
      {isStarting ? (
        <Starting />
      ) : (
        <Shell>
          <ErrorBoundary FallbackComponent={isKept ? Starting : Broken} onError={drop} resetKeys={[view]}>
            <View />
          </ErrorBoundary>
        </Shell>
      )}
    </SpeechContext>
  );
}
