import type { GoHello } from "../../shared/domain/sample.ts";
import { sayGoHello } from "../../shared/view/go-hello-text.ts";
import { useSpeech } from "../speech.ts";
import { Mark } from "./mark.tsx";

/** A small light: whether the go command's own hello gets through. The sentence is its title and its name. */
export function HelloLight({ hello }: { readonly hello: GoHello }) {
  const { t } = useSpeech();
  const said = sayGoHello(t, hello);
  const kind = hello.outcome === "ok" ? "healthy" : "down";
  return (
    <span className={`hello-light verdict-${kind}`} role="img" aria-label={said} title={said}>
      <Mark kind={kind} />
      Go
    </span>
  );
}
