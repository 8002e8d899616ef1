import { ArrowDown, ArrowUp, X } from "lucide-react";
import { DEFAULT_GOPROXY, type Profile } from "../../../shared/domain/profile.ts";
import { useSpeech } from "../../speech.ts";
import { useArea } from "../../window-store.ts";
import { Segments } from "../segments.tsx";
import { joined, moved, type Piece, piecesOf } from "./chain-text.ts";
import { ModeField, modeOf } from "./mode-field.tsx";
import { TextField } from "./text-field.tsx";
import { withVariable } from "./with-variable.ts";

/** What may stand in a chain beside proxies of the user's own. */
const MORE = ["https://", "direct", "off"] as const;

/** The chain of a profile: its entries in order, and between them when Go goes on to the next; beside it the same as text. */
export function ChainEditor({ profile }: { readonly profile: Profile }) {
  const { t } = useSpeech();
  const edit = useArea("profiles", (state) => state.edit);
  const value = profile.env["GOPROXY"];
  const mode = modeOf(value);
  const change = (next: string | null | undefined): void => edit({ env: withVariable(profile.env, "GOPROXY", next) });
  return (
    <>
      <ModeField
        name="GOPROXY"
        mode={mode}
        choose={(next) => change(next === "leave" ? undefined : next === "unset" ? null : (value ?? DEFAULT_GOPROXY))}
      />
      {mode !== "set" && <p className="hint">{t(`profiles:chain.${mode}`, { value: DEFAULT_GOPROXY })}</p>}
      {typeof value === "string" && (
        <>
          <Pieces pieces={piecesOf(value)} change={(pieces) => change(joined(pieces))} />
          <TextField at="GOPROXY" code label={t("profiles:chain.text")} value={value} change={change} />
        </>
      )}
    </>
  );
}

interface PiecesProps {
  readonly pieces: readonly Piece[];
  readonly change: (pieces: readonly Piece[]) => void;
}

function Pieces({ pieces, change }: PiecesProps) {
  const { t } = useSpeech();
  const put = (at: number, piece: Piece): void => change(pieces.map((each, n) => (n === at ? piece : each)));
  return (
    <>
      <ol className="chain">
        {pieces.map((piece, at) => (
          // Entries have no name of their own: two may be alike, and their place is what they are known by.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at}>
            <PieceRow piece={piece} at={at} pieces={pieces} put={(next) => put(at, next)} change={change} />
            {at < pieces.length - 1 && <Separator piece={piece} at={at} put={(next) => put(at, next)} />}
          </li>
        ))}
      </ol>
      <div className="actions">
        {MORE.map((text) => (
          <button
            key={text}
            type="button"
            className="button"
            onClick={() => change([...pieces, { text, separator: "" }])}
          >
            {t(`profiles:chain.add-${text === "https://" ? "proxy" : text}`)}
          </button>
        ))}
      </div>
    </>
  );
}

function PieceRow(
  props: PiecesProps & {
    readonly piece: Piece;
    readonly at: number;
    readonly put: (piece: Piece) => void;
  },
) {
  const { t } = useSpeech();
  const { piece, at, pieces, put, change } = props;
  const named = { place: at + 1 };
  return (
    <div className="chain-row">
      <input
        type="text"
        className="code"
        value={piece.text}
        spellCheck={false}
        autoComplete="off"
        aria-label={t("profiles:chain.entry", named)}
        // A separator typed here parts the entry in two, as in the text.
        onChange={(event) => put({ ...piece, text: event.target.value })}
      />
      <button
        type="button"
        className="button quiet icon-button"
        aria-label={t("profiles:chain.up", named)}
        disabled={at === 0}
        onClick={() => change(moved(pieces, at, at - 1))}
      >
        <ArrowUp className="icon" aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button quiet icon-button"
        aria-label={t("profiles:chain.down", named)}
        disabled={at === pieces.length - 1}
        onClick={() => change(moved(pieces, at, at + 1))}
      >
        <ArrowDown className="icon" aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button quiet icon-button"
        aria-label={t("profiles:chain.remove", named)}
        onClick={() => change(pieces.filter((_, n) => n !== at))}
      >
        <X className="icon" aria-hidden="true" />
      </button>
    </div>
  );
}

function Separator(props: { readonly piece: Piece; readonly at: number; readonly put: (piece: Piece) => void }) {
  const { t } = useSpeech();
  const { piece, at, put } = props;
  const value = piece.separator === "|" ? "|" : ",";
  const options = ([",", "|"] as const).map((name) => ({
    name,
    label: t(name === "," ? "profiles:chain.comma" : "profiles:chain.pipe"),
  }));
  return (
    <div className="separator">
      <Segments
        label={t("profiles:chain.then", { place: at + 1 })}
        value={value}
        options={options}
        choose={(separator) => put({ ...piece, separator })}
      />
      <span className="hint">{t(value === "," ? "profiles:chain.comma-means" : "profiles:chain.pipe-means")}</span>
    </div>
  );
}
