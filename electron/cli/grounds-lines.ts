import type { Weighing } from "../../shared/domain/grounds.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { sayOutlook } from "./outlook-text.ts";
import { oneLine } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What was not looked at yet has nothing to say. */
function isSeen({ kind }: Weighing["evidence"][number]): boolean {
  return kind !== "unknown";
}

/** The grounds of a decision as lines to stand below it: what was seen, what else there is, what would change it. */
export function groundsLines(
  terminal: Terminal,
  { network, evidence, alternatives, next }: Weighing,
): readonly string[] {
  const { t } = terminal;
  const pair = (head: string, text: string): string => t("cli:pair", { head, text });
  const percent = Math.round(network.confidence * 100);
  const lines = [
    ...evidence
      .filter(isSeen)
      .map(({ endpoint, kind, because }) =>
        pair(
          `${t("cli:grounds.seen")} ${endpoint}`,
          t("cli:grounds.and", { first: t(`words:health.${kind}`), second: sayReason(t, because) }),
        ),
      ),
    pair(t("cli:grounds.network"), `${t(`words:kind.${network.kind}`)} (${t("cli:watch.sure", { percent })})`),
    ...alternatives.map(({ profile, outlook, why }) =>
      pair(
        `${t("cli:grounds.other")} ${profile}`,
        t("cli:grounds.but", { first: sayOutlook(t, outlook), second: sayReason(t, why) }),
      ),
    ),
    ...next.map((reason) => pair(t("cli:grounds.next"), sayReason(t, reason))),
  ];
  return lines.map((line) => terminal.paint("dim", `    ${oneLine(line)}`));
}
