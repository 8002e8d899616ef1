import type { ProfileComplaint } from "../domain/profile-schema.ts";
import type { Translate } from "./translate.ts";

/** What is wrong where in a profile document: what was expected there, and what is there. */
export function sayComplaint(t: Translate, { at, expected, got }: ProfileComplaint): string {
  const values = {
    expected: t(`cli:profile-file.expected.${expected}`),
    got: got.shown === undefined ? t(`cli:profile-file.got.${got.is}`) : got.shown,
  };
  return at === "" ? t("cli:profile-file.whole", values) : t("cli:profile-file.part", { at, ...values });
}
