import type { Light } from "../../../shared/domain/lights.ts";
import { useSpeech } from "../../speech.ts";
import { Mark, type MarkKind } from "../mark.tsx";

const KINDS: Readonly<Record<Light["state"], MarkKind>> = {
  on: "healthy",
  off: "degraded",
  unknown: "unknown",
  unneeded: "unknown",
};

/** A small light: whether checksums can be looked up by way of this endpoint. Nothing where nobody asked. */
export function SumdbLight({ lights }: { readonly lights: readonly Light[] }) {
  const { t, why } = useSpeech();
  const light = lights.find(({ id }) => id === "sumdb");
  if (light === undefined) return null;
  const said = `${t("download:light-said", {
    name: t("download:light.sumdb.name"),
    state: t(`download:light.sumdb.${light.state}`),
  })}: ${why(light.because)}`;
  const kind = KINDS[light.state];
  return (
    <span className={`hello-light verdict-${kind}`} role="img" aria-label={said} title={said}>
      <Mark kind={kind} />
      {t("window:endpoints.sums")}
    </span>
  );
}
