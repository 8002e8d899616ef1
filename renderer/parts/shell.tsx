import { Activity, ChartSpline, Layers, type LucideIcon, SlidersHorizontal, Stethoscope } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useSpeech } from "../speech.ts";
import { VIEWS, type ViewName } from "../store.ts";
import { useSnapshot, useWindow } from "../window-store.ts";
import { Mark } from "./mark.tsx";

const ICONS: Readonly<Record<ViewName, LucideIcon>> = {
  status: Activity,
  history: ChartSpline,
  profiles: Layers,
  doctor: Stethoscope,
  settings: SlidersHorizontal,
};

/** The frame round every view: name, state at a glance, the way to the other views. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech();
  const { demo } = useSnapshot();
  const view = useWindow((state) => state.view);
  const content = useRef<HTMLElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [view]);
  return (
    <div className="frame">
      <button type="button" className="skip-link" onClick={() => content.current?.focus()}>
        {t("window:skip")}
      </button>
      <header className="rail">
        <p className="brand">
          <Sign />
          {t("window:app")}
        </p>
        <Navigation />
        <Glance />
      </header>
      <main ref={content} tabIndex={-1} className="content">
        {demo && <p className="demo-note">{t("window:demo")}</p>}
        {children}
      </main>
    </div>
  );
}

/** The app's icon, drawn plainer. */
function Sign() {
  return (
    <svg className="sign" viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="14" />
      <path d="M8 42C13 26 22 18 32 18s19 8 24 24M22 22v18M32 18v22M42 22v18M6 44h52" />
    </svg>
  );
}

/** What the tray says, in the window's own frame: the state, the profile in force and the network. */
function Glance() {
  const { t, title } = useSpeech();
  const { active, network, profiles, status } = useSnapshot();
  const profile = profiles.find(({ name }) => name === active);
  const isCaptive = status === "offline" && network.kind === "captive";
  return (
    <div className="rail-glance">
      <p className={`verdict verdict-${status}`}>
        <Mark kind={status} />
        {t(isCaptive ? "window:status.captive-title" : `words:status.${status}`)}
      </p>
      <p className="rail-profile">{profile === undefined ? t("window:active.custom") : title(profile)}</p>
      <p className="hint">{t(`tray:network.${network.kind}`)}</p>
    </div>
  );
}

function Navigation() {
  const { t } = useSpeech();
  const view = useWindow((state) => state.view);
  const show = useWindow((state) => state.show);
  return (
    <nav aria-label={t("window:views.label")} className="views">
      {VIEWS.map((name, at) => {
        const Icon = ICONS[name];
        return (
          <button
            key={name}
            type="button"
            aria-current={name === view ? "page" : undefined}
            aria-keyshortcuts={`Control+${at + 1} Meta+${at + 1}`}
            onClick={() => show(name)}
          >
            <Icon className="icon" aria-hidden="true" />
            {t(`window:views.${name}`)}
          </button>
        );
      })}
    </nav>
  );
}
