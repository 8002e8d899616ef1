import { useRef } from "react";
import { PROFILE_NAME, type Profile } from "../../../shared/domain/profile.ts";
import { useSpeech } from "../../speech.ts";
import { shownDocument } from "../../stores/profiles.ts";
import { useArea, useSnapshot, useWindow } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { ChainEditor } from "./chain-editor.tsx";
import { FieldProblems } from "./field-problems.tsx";
import { MeantFor } from "./meant-for.tsx";
import { ExpectedCard, MeaningCards } from "./preview.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TextField } from "./text-field.tsx";
import { Variables } from "./variables.tsx";

/** Shown where there is no profile at all. */
export function EmptyEditor() {
  const { t } = useSpeech();
  return <p className="empty">{t("profiles:none")}</p>;
}

/** One profile: what it is called, what it is meant for, what it sets, and what that would come to. */
export function ProfileEditor({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const edit = useArea("profiles", (state) => state.edit);
  const form = useRef<HTMLDivElement>(null);
  return (
    <div className="editor" ref={form}>
      <Card title={t("profiles:what")} beside={<Acts profile={profile} form={form} />}>
        <Saved />
        <FieldProblems at="" />
        <div className="field-pair">
          <TextField
            at="title"
            label={t("profiles:field.title")}
            value={profile.title ?? ""}
            change={(title) => edit({ title })}
          />
          <TextField
            at="name"
            label={t("profiles:field.name")}
            hint={t("profiles:field.name-hint")}
            value={profile.name}
            change={(name) => edit({ name })}
            complaint={profile.name === "" || PROFILE_NAME.test(profile.name) ? null : t("cli:error.bad-name.why")}
          />
        </div>
        <MeantFor profile={profile} />
        <TextField
          at="note"
          label={t("profiles:field.note")}
          value={profile.note ?? ""}
          change={(note) => edit({ note })}
        />
      </Card>
      <Card title="GOPROXY">
        <ChainEditor profile={profile} />
      </Card>
      <ExpectedCard />
      <Card title={t("profiles:variables.title")}>
        <Variables profile={profile} />
      </Card>
      <MeaningCards />
    </div>
  );
}

/** Moves to the first field that something is wrong with, once it is on the page. */
function goToFirstProblem(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** What can be done with the profile in sight: with a draft to keep or drop it, else to use, copy, reset or remove it. */
function Acts(props: { readonly profile: Profile; readonly form: { readonly current: HTMLElement | null } }) {
  const isDraft = useArea("profiles", (state) => state.drafts[state.selected ?? ""] !== undefined);
  return <div className="actions">{isDraft ? <DraftActs {...props} /> : <KeptActs profile={props.profile} />}</div>;
}

function DraftActs({ form }: { readonly form: { readonly current: HTMLElement | null } }) {
  const { t } = useSpeech();
  const save = useArea("profiles", (state) => state.save);
  const discard = useArea("profiles", (state) => state.discard);
  const choose = useWindow((state) => state.choose);
  const keep = async (use: boolean): Promise<void> => {
    const name = await save(false);
    if (name === null) goToFirstProblem(form.current);
    else if (use) await choose(name);
  };
  return (
    <>
      <button type="button" className="button primary" onClick={() => void keep(false)}>
        {t("profiles:save")}
      </button>
      <button type="button" className="button" onClick={() => void keep(true)}>
        {t("profiles:save-use")}
      </button>
      <button type="button" className="button" onClick={discard}>
        {t("profiles:discard")}
      </button>
    </>
  );
}

function KeptActs({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const { active } = useSnapshot();
  const origin = useArea("profiles", (state) => shownDocument(state)?.origin);
  const create = useArea("profiles", (state) => state.create);
  const reset = useArea("profiles", (state) => state.reset);
  const choose = useWindow((state) => state.choose);
  return (
    <>
      {profile.name !== active && (
        <button type="button" className="button" onClick={() => void choose(profile.name)}>
          {t("window:profiles.use")}
        </button>
      )}
      <button type="button" className="button" onClick={() => create(copyOf(profile))}>
        {t("profiles:duplicate")}
      </button>
      {origin === "changed" && (
        <button type="button" className="button" onClick={() => void reset(profile.name)}>
          {t("profiles:reset")}
        </button>
      )}
      <RemoveButton profile={profile} />
    </>
  );
}

function copyOf(profile: Profile): Profile {
  const { title, ...rest } = profile;
  // Networks that the first is meant for would else be meant by both.
  return { ...rest, ...(title === undefined ? {} : { title }), name: `${profile.name}-2`.slice(-40), fingerprints: [] };
}

function Saved() {
  const { t } = useSpeech();
  const saved = useArea("profiles", (state) => state.saved);
  return (
    <div aria-live="polite" className="said-region">
      {saved !== null && (
        <p className="note note-good">
          {t("profiles:saved", { profile: saved.name })}
          {saved.hosts.length > 0 && ` ${t("profiles:moved", { hosts: saved.hosts.join(", "), file: saved.file })}`}
        </p>
      )}
    </div>
  );
}
