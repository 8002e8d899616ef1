import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";

/** What kept the draft from being kept, as far as it is about this part of it. */
export function FieldProblems({ at }: { readonly at: string }) {
  const { t } = useSpeech();
  const problems = useArea("profiles", (state) => state.problems);
  const save = useArea("profiles", (state) => state.save);
  const own = problems.filter((problem) => problem.at === at);
  if (own.length === 0) return null;
  return (
    <div role="alert">
      {own.map(({ code, values }) => (
        <div key={code}>
          <p className="hint hint-bad">
            {t(`cli:error.${code}.what`, values)} {t(`cli:error.${code}.why`, values)}
          </p>
          {code === "credentials-in-url" && (
            <button type="button" className="button" onClick={() => void save(true)}>
              {t("profiles:to-netrc", { file: values["file"] ?? ".netrc" })}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
