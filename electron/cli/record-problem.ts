// What is wrong with a record or a policy, in the reader's words.
import { boundsOf, POLICY_NAMES } from "../../shared/domain/policy-schema.ts";
import type { ReplayRefusal } from "../../shared/domain/replay.ts";
import { RECORD_TYPES, type RecordProblem } from "../../shared/domain/replay-record.ts";
import type { Translate } from "../../shared/view/translate.ts";

/** A sentence for whoever reads it. */
type Sentence = (t: Translate) => string;

/** What was expected where, and what is there. */
export function sayProblem({ code, part, expected, got }: RecordProblem): Sentence {
  return (t) => {
    if (isUnknownNumber(part)) {
      return t("cli:replay-file.unknown-number", {
        part: part.replace("policy.", ""),
        known: POLICY_NAMES.join(", "),
      });
    }
    const values = {
      part,
      types: RECORD_TYPES.join(", "),
      expected: t(`cli:replay-file.expected.${expected}`),
      got: got.shown ?? t(`cli:profile-file.got.${got.is}`),
    };
    return t(`cli:replay-file.${code}`, values) + boundsHint(t, part);
  };
}

function isUnknownNumber(part: string): boolean {
  return part.startsWith("policy.") && !POLICY_NAMES.some((name) => part === `policy.${name}`);
}

/** What a number of a policy may be, where the complaint is about one. */
function boundsHint(t: Translate, part: string): string {
  const known = POLICY_NAMES.find((name) => part === `policy.${name}`);
  if (known === undefined) return "";
  const { least, most, whole } = boundsOf(known);
  return t(`cli:replay-file.bounds-${whole ? "whole" : "any"}`, { least, most });
}

/** Why a record that is right by itself cannot stand there. */
export function sayRefusal(refusal: ReplayRefusal): Sentence {
  return (t) => {
    if (refusal.code === "config-late") return t("cli:replay-file.config-late");
    if (refusal.code === "disorder") return t("cli:replay-file.disorder", { at: refusal.at, before: refusal.before });
    return t("cli:replay-file.no-profile", { given: refusal.given, known: refusal.known.join(", ") });
  };
}
