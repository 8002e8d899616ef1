// What a failure's details may not say.

const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|\[?\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\b\]?/gi;

/** The text with IP addresses replaced, because a journal must not tell where somebody's machines are. */
export function scrub(text: string): string {
  return text.replace(ADDRESS, "<address>");
}
