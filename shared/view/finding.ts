import type { Finding } from "../domain/lint-finding.ts";
import type { Translate } from "./translate.ts";

/** The sentences of a finding: what Go really does, and what it costs. */
export function sayFinding(t: Translate, { code, variant, values }: Finding): string {
  return t(variant === undefined ? `lint:${code}` : `lint:${code}.${variant}`, values);
}
