/** One entry of a value as written, and what stands behind it; the last has nothing behind it. */
export interface Piece {
  readonly text: string;
  readonly separator: "" | "," | "|";
}

/** The value in pieces; joined again they are the same text, however odd it is. An empty value has no piece. */
export function piecesOf(value: string): readonly Piece[] {
  if (value === "") return [];
  const parts = value.split(/([,|])/);
  return parts.flatMap((part, at): readonly Piece[] => {
    if (at % 2 === 1) return [];
    const separator = parts[at + 1];
    return [{ text: part, separator: separator === "," || separator === "|" ? separator : "" }];
  });
}

/** The pieces as one value. A piece that is no longer the last gets a comma behind it, the last has nothing behind it. */
export function joined(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text, separator }, at) =>
      at === pieces.length - 1 ? text : `${text}${separator === "" ? "," : separator}`,
    )
    .join("");
}

/** The pieces with the one at `from` moved to `to`; the separators keep their places. */
export function moved(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  const texts = pieces.map(({ text }) => text);
  const [text] = texts.splice(from, 1);
  if (text === undefined || to < 0 || to > texts.length) return pieces;
  texts.splice(to, 0, text);
  return pieces.map(({ separator }, at) => ({ text: texts[at] ?? "", separator }));
}
