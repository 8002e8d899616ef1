import type { GoHello } from "../domain/sample.ts";
import type { Translate } from "./translate.ts";

/** What came of Go's own hello, as one sentence. */
export function sayGoHello(t: Translate, { version, origin, outcome, kind, retryRequest }: GoHello): string {
  const key = outcome === "failed" ? "failed" : retryRequest === true ? "again" : "ok";
  const cause = kind === undefined ? "" : t(`words:kind.${kind}`);
  return t(`words:go-hello.${key}`, { version, origin: t(`words:go-hello.${origin}`), cause });
}
