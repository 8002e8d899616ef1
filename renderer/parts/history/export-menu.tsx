import { DropdownMenu } from "radix-ui";
import { saveBlob, saveText } from "../../save-text.ts";
import { type Speech, useSpeech } from "../../speech.ts";
import type { ShownHistory } from "../../store.ts";
import type { Span } from "./chart-data.ts";
import { historyCsv, seriesCsv } from "./history-csv.ts";

interface ExportProps {
  /** What holds the picture. */
  readonly card: { readonly current: HTMLElement | null };
  readonly history: ShownHistory;
  readonly span: Span;
  readonly shown: ReadonlySet<string>;
}

/** What is in sight, as figures or as a picture. */
export function ExportMenu(props: ExportProps) {
  const speech = useSpeech();
  const { t } = speech;
  const items = [
    ["csv", () => saveText("gangway-history.csv", csvOf(props))],
    ["json", () => saveText("gangway-history.json", jsonOf(props))],
    ["png", () => void savePicture(props, speech)],
  ] as const;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button">{t("history:export.title")}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {items.map(([name, save]) => (
            <DropdownMenu.Item key={name} className="menu-item" onSelect={save}>
              {t(`history:export.${name}`)}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function inSight({ history, span, shown }: ExportProps) {
  const { samples, series } = history.page;
  const isShown = ({ endpoint }: { readonly endpoint: string }): boolean => shown.has(endpoint);
  return {
    samples: samples.filter((sample) => isShown(sample) && sample.at >= span.from && sample.at <= span.to),
    series: series?.filter(isShown),
  };
}

function csvOf(props: ExportProps): string {
  const { samples, series } = inSight(props);
  return series === undefined ? historyCsv(samples) : seriesCsv(series, props.span);
}

/** The same rows as in the CSV, with everything that is known of each, and what happened beside them. */
function jsonOf(props: ExportProps): string {
  const { span, history } = props;
  const { samples, series } = inSight(props);
  const isWithin = ({ at }: { readonly at: number }): boolean => at >= span.from && at <= span.to;
  const points = series?.map((one) => ({ ...one, points: one.points.filter(isWithin) }));
  const rows = points === undefined ? { samples } : { series: points };
  const { switches, networks } = history.page;
  const beside = { switches: switches.filter(isWithin), networks: networks.filter(isWithin) };
  return `${JSON.stringify({ from: span.from, to: span.to, ...rows, ...beside }, null, 2)}\n`;
}

/** Room round the picture and above it for the words, in CSS pixels. */
const MARGIN = 16;
const HEAD = 48;

/** The chart as it is seen, on its ground, with its title and the time it shows. */
async function savePicture({ card, span, shown }: ExportProps, { t, moment }: Speech): Promise<void> {
  const canvas = card.current?.querySelector("canvas");
  if (card.current === null || canvas === null || canvas === undefined) return;
  const style = getComputedStyle(card.current);
  const scale = devicePixelRatio;
  const picture = document.createElement("canvas");
  picture.width = canvas.width + 2 * MARGIN * scale;
  picture.height = canvas.height + (HEAD + 2 * MARGIN) * scale;
  const context = picture.getContext("2d");
  if (context === null) return;
  context.fillStyle = getComputedStyle(card.current.closest(".card") ?? card.current).backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = style.color;
  context.font = `600 ${14 * scale}px ${style.fontFamily}`;
  context.fillText(
    t("history:export.heading", { from: moment(span.from), to: moment(span.to) }),
    MARGIN * scale,
    26 * scale,
  );
  context.font = `${12 * scale}px ${style.fontFamily}`;
  const names = [...shown].map((name) => name.replace(/^https:\/\//, "")).join("   ");
  context.fillText(names, MARGIN * scale, 46 * scale);
  context.drawImage(canvas, MARGIN * scale, (HEAD + MARGIN) * scale);
  const blob = await new Promise<Blob | null>((resolve) => {
    picture.toBlob(resolve, "image/png");
  });
  if (blob !== null) saveBlob("gangway-history.png", blob);
}
