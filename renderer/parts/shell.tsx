import { type ReactNode, useEffect, useRef } from "react";
import { useSpeech } from "../speech.ts";
import { VIEWS } from "../store.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { Mark } from "./mark.tsx";

/** The frame round every view: name, state at a glance, the way to the other views. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech();
  const { demo, status } = useSnapshot();
  const view = useWindow((state) => state.view);
  const content = useRef<HTMLElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [view]);
  return (
    <>
      <button type="button" className="skip-link" onClick={() => content.current?.focus()}>
        {t("window:skip")}
      </button>
      <header className="masthead">
        <p className="brand">
          {t("window:app")}
          <span className="brand-status">
            <Mark kind={status} />
            {t(`words:status.${status}`)}
          </span>
        </p>
        <Navigation />
      </header>
      {demo && <p className="demo-note">{t("window:demo")}</p>}
      <main ref={content} tabIndex={-1} className="content">
        {children}
      </main>
    </>
  );
}

function Navigation() {
  const { t } = useSpeech();
  const view = useWindow((state) => state.view);
  const show = useWindow((state) => state.show);
  return (
    <nav aria-label={t("window:views.label")} className="views">
      {VIEWS.map((name, at) => (
        <button
          key={name}
          type="button"
          aria-current={name === view ? "page" : undefined}
          aria-keyshortcuts={`Control+${at + 1} Meta+${at + 1}`}
          onClick={() => show(name)}
        >
          {t(`window:views.${name}`)}
        </button>
      ))}
    </nav>
  );
}
