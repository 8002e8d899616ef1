import type { Alternative } from "../../../shared/domain/grounds.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { Disclosure } from "../disclosure.tsx";

/** On demand: what the decision rests on, what else could be chosen and why it is not, and what would change it. */
export function Grounds() {
  const { t } = useSpeech();
  return (
    <Disclosure title={t("window:grounds.title")} className="grounds">
      {() => <Parts />}
    </Disclosure>
  );
}

function Parts() {
  const { t, why } = useSpeech();
  const { evidence, alternatives, next } = useSnapshot().weighing;
  return (
    <>
      {next.length > 0 && <Part title={t("window:grounds.next")} lines={next.map((each) => why(each))} />}
      {evidence.length > 0 && (
        <Part
          title={t("window:grounds.seen")}
          lines={evidence.map(({ endpoint, because }) =>
            t("window:grounds.pair", { head: endpoint, text: why(because) }),
          )}
        />
      )}
      {alternatives.length > 0 && <Others alternatives={alternatives} />}
    </>
  );
}

function Others({ alternatives }: { readonly alternatives: readonly Alternative[] }) {
  const { t, why, title } = useSpeech();
  const { profiles } = useSnapshot();
  const lines = alternatives.map((other) => {
    const profile = profiles.find(({ name }) => name === other.profile);
    const head = profile === undefined ? other.profile : title(profile);
    return t("window:grounds.pair", { head, text: why(other.why) });
  });
  return <Part title={t("window:grounds.others")} lines={lines} />;
}

function Part({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className="evidence">
        {[...new Set(lines)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
