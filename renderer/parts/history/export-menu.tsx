import { DropdownMenu } from "radix-ui";
import { useSpeech } from "../../speech.ts";
import type { ShownHistory } from "../../store.ts";
import { SaidOfSaving, useSave } from "../save-button.tsx";
import type { Line, Span } from "./chart-data.ts";
import { pictureOf } from "./chart-picture.ts";
import { historyCsv, seriesCsv } from "./history-csv.ts";

interface ExportProps {
  /** What holds the picture. */
  readonly card: { readonly current: HTMLElement | null };
  readonly history: ShownHistory;
  readonly span: Span;
  readonly shown: ReadonlySet<string>;
  /** The lines as they are drawn. */
  readonly lines: readonly Line[];
}

/** What is in sight, as figures or as a picture. */
export function ExportMenu(props: ExportProps) {
  const { t, moment } = useSpeech();
  const { save, said } = useSave();
  const { card, span, lines } = props;
  const savePicture = async (): Promise<void> => {
    const heading = t("history:export.heading", { from: moment(span.from), to: moment(span.to) });
    const base64 = pictureOf({ card: card.current, heading, lines });
    if (base64 !== null) await save({ name: "gangway-history.png", base64 });
  };
  const items = [
    ["csv", () => void save({ name: "gangway-history.csv", text: csvOf(props) })],
    ["json", () => void save({ name: "gangway-history.json", text: jsonOf(props) })],
    ["png", () => void savePicture()],
  ] as const;
  return (
    <span className="export">
      <SaidOfSaving said={said} />
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
    </span>
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
