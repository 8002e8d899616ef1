import { useEffect, useId, useState } from "react";
import type { Compared } from "../../../shared/domain/chain-comparison.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { bridge } from "../../bridge.ts";
import { useSpeech } from "../../speech.ts";
import { useSnapshot } from "../../window-store.ts";
import { Card } from "../card.tsx";
import { WideTable } from "../wide-table.tsx";

/** As many as the call takes. */
const MOST = 12;

/** Chains side by side: those of the profiles and any that the reader types, by what was measured here lately. */
export function CompareCard() {
  const { t } = useSpeech();
  const id = useId();
  const { at, goproxy, profiles } = useSnapshot();
  const [own, setOwn] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const named = profiles.filter(({ template }) => template !== true).map(({ env }) => env["GOPROXY"] ?? goproxy);
  const values = [...new Set([goproxy, ...named, ...own])].slice(0, MOST);
  const compared = useComparison(values, at);
  const add = (): void => {
    if (text.trim() !== "") setOwn([...own, text.trim()]);
    setText("");
  };
  return (
    <Card title={t("history:compare.title")} className="card-wide">
      <p className="hint">{t("history:compare.hint")}</p>
      {compared !== null && <Comparison compared={compared} />}
      <form
        className="ask-row"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <div className="field">
          <label htmlFor={id}>{t("history:compare.own")}</label>
          <input
            id={id}
            type="text"
            className="code"
            placeholder="https://goproxy.cn|direct"
            value={text}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <button type="submit" className="button" disabled={text.trim() === ""}>
          {t("history:compare.add")}
        </button>
      </form>
    </Card>
  );
}

/** How often they are compared anew, in milliseconds: the outlook changes with each look. */
const COMPARE_EVERY = 5_000;

function useComparison(values: readonly string[], at: number): readonly Compared[] | null {
  const [compared, setCompared] = useState<readonly Compared[] | null>(null);
  const asked = JSON.stringify(values);
  const beat = Math.floor(at / COMPARE_EVERY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared again as time passes.
  useEffect(() => {
    let isWanted = true;
    const { "chains:compare": compare } = bridge();
    compare(JSON.parse(asked) as readonly string[])
      .then((answer) => isWanted && setCompared(answer))
      // The view says elsewhere that the engine does not answer; what was compared before stays.
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [asked, beat]);
  return compared;
}

const HEAD = ["chain", "success", "p50", "p95", "fallback", "why"] as const;

function Comparison({ compared }: { readonly compared: readonly Compared[] }) {
  const { t, millis, percent, why } = useSpeech();
  const { goproxy } = useSnapshot();
  const time = (ms: Millis | null): string => (ms === null ? t("window:profiles.no-end") : millis(ms));
  return (
    <WideTable label={t("history:compare.title")} head={HEAD.map((key) => t(`history:compare.${key}`))}>
      {compared.map(({ value, outlook, fallbackMs }) => (
        <tr key={value}>
          <th scope="row">
            <code>{value}</code>{" "}
            {value === goproxy && <span className="tag tag-active">{t("window:profiles.active")}</span>}
          </th>
          {outlook.success === null ? (
            <td colSpan={4}>–</td>
          ) : (
            <>
              <td>{percent(outlook.success)}</td>
              <td>{time(outlook.p50Ms)}</td>
              <td>{time(outlook.p95Ms)}</td>
              <td>{fallbackMs === null ? "–" : millis(fallbackMs)}</td>
            </>
          )}
          <td className="sentence">{why(outlook.because)}</td>
        </tr>
      ))}
    </WideTable>
  );
}
