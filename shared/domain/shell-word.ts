/** The value as a POSIX shell takes it for one word: as it is where that is safe, else in single quotes. */
export function shellWord(value: string): string {
  return /^[\w.,:/@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
