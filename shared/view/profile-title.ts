import type { ProfileView } from "../domain/snapshot.ts";
import type { Translate } from "./translate.ts";

/** A profile's title; those that ship are titled in the reader's language. */
export function profileTitle(
  t: Translate,
  { builtin, name, title }: Pick<ProfileView, "builtin" | "name" | "title">,
): string {
  const said = builtin ? t(`window:builtin.${name}`) : "";
  return said === "" || said === `builtin.${name}` ? title : said;
}
