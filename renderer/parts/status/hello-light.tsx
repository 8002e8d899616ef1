import type { Sample } from "../../../shared/domain/sample.ts";
import { sayGoHello } from "../../../shared/view/go-hello-text.ts";
import { useSpeech } from "../../speech.ts";
import { Mark } from "../mark.tsx";

/**
 * A small light: whether the go command's own hello got through when it was said last. The sentence is its title and its
 * name. Nothing where it was not said in any of the samples.
 */
export function HelloLight({ samples }: { readonly samples: readonly Sample[] }) {
  const { t } = useSpeech();
  const hello = samples.findLast(({ goHello }) => goHello !== undefined)?.goHello;
  if (hello === undefined) return null;
  const said = sayGoHello(t, hello);
  const kind = hello.outcome === "ok" ? "healthy" : "down";
  return (
    <span className={`hello-light verdict-${kind}`} role="img" aria-label={said} title={said}>
      <Mark kind={kind} />
      Go
    </span>
  );
}
