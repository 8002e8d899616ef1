// What `probe` tells of a download's other needs: the lights of each proxy, of hosts that `direct` reaches, and of the
// checksum database where Go would ask it itself.
import { checksumCosts } from "../../shared/domain/checksum-cost.ts";
import { type Checksums, checksums, planChecksums } from "../../shared/domain/checksums.ts";
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import { directWay } from "../../shared/domain/explain-direct.ts";
import type { Light, LightErrand, LightId } from "../../shared/domain/lights.ts";
import { type LightValues, proxyErrand, proxyLights } from "../../shared/domain/lights-due.ts";
import { lastGood, type Sample } from "../../shared/domain/sample.ts";
import { sayReason } from "../../shared/view/translate.ts";
import { goClientHere } from "../engine/machine.ts";
import type { LightSource } from "../engine/ports.ts";
import { type Cell, printTable } from "./table.ts";
import type { Style, Terminal } from "./terminal.ts";

/** One endpoint with its lights. */
export interface LitRow {
  readonly endpoint: string;
  readonly lights: readonly Light[];
}

/** What is looked at, and under which values. */
export interface LightPlan {
  readonly source: LightSource;
  /** Proxies that answered. */
  readonly proxies: readonly Endpoint[];
  /** Module paths that `direct` would fetch. */
  readonly modules: readonly string[];
  readonly values: LightValues;
  /** Whether the proxies are those of the values in force: then the way to the database is told, and it is asked itself. */
  readonly inForce: boolean;
}

/** What was seen. */
export interface SeenLights {
  readonly rows: readonly LitRow[];
  /** `null` when the proxies were named by hand. */
  readonly checksums: Checksums | null;
}

const never = new AbortController().signal;

/** What is asked for a module that `direct` would fetch: the place of its code, or, where the path says that, git itself. */
function directErrand(path: string, goVersion: string | undefined): LightErrand | null {
  const way = directWay(path, { govcs: "*:all", goprivate: "", ...(goVersion === undefined ? {} : { goVersion }) });
  if (way.kind === "impossible" || (way.kind === "static" && way.vcs !== "git")) return null;
  const root = way.kind === "static" ? way.root : path;
  const endpoint: Endpoint = { name: `https://${root}`, url: `https://${root}`, role: "vcs" };
  return { endpoint, ids: [way.kind === "static" ? "git" : "discovery"], sumdb: null };
}

async function look(source: LightSource, errand: LightErrand): Promise<LitRow> {
  return { endpoint: errand.endpoint.name, lights: (await source.look(errand, never)) ?? [] };
}

/** Looks at the lights of all at once. */
export async function lookAtLights(plan: LightPlan): Promise<SeenLights> {
  const { source, proxies, modules, values, inForce } = plan;
  const seen = await Promise.all(
    proxies.map(async (endpoint): Promise<LitRow> => {
      const { lights } = await look(source, proxyErrand(endpoint, values));
      return { endpoint: endpoint.name, lights: proxyLights(lights, values, lights[0]?.at ?? 0) };
    }),
  );
  const errands = modules.map((path) => directErrand(path, values.goVersion)).filter((errand) => errand !== null);
  const hosts = await Promise.all(errands.map((errand) => look(source, errand)));
  const way = inForce ? await lookAtDatabase(plan, seen) : null;
  return { rows: [...seen, ...hosts], checksums: way };
}

async function lookAtDatabase({ source, values }: LightPlan, rows: readonly LitRow[]): Promise<Checksums> {
  const lit = (name: string): Light | undefined =>
    rows.find(({ endpoint }) => endpoint === name)?.lights.find(({ id }) => id === "sumdb");
  const before = checksums(values, lit, null);
  const { database } = planChecksums(values);
  // That a proxy answers shows that there is a network to ask it over.
  const isAsked = before.way === "database" || before.way === "given";
  if (database === null || rows.length === 0 || !isAsked) return before;
  const { lights } = await look(source, { endpoint: database, ids: ["database"], sumdb: null });
  return { ...before, database: lights[0] ?? null };
}

const MARKS: Readonly<Record<Light["state"], { readonly mark: string; readonly style: Style }>> = {
  on: { mark: "✓", style: "green" },
  off: { mark: "✗", style: "yellow" },
  unknown: { mark: "?", style: "dim" },
  unneeded: { mark: "–", style: "dim" },
};

/** A light in a cell: mark, word, and how long it took. */
function lightCell({ t }: Terminal, light: Light): Cell {
  const { mark, style } = MARKS[light.state];
  const word = t(`download:light.${light.id}.${light.state}`);
  const time = light.ms === null ? "" : ` ${String(Math.round(light.ms))} ms`;
  return { text: `${mark} ${word}${time}`, style };
}

const PROXY_LIGHTS: readonly LightId[] = ["sumdb", "toolchain", "cache"];

/** Prints the lights: a row for each endpoint, and the reason of each light that is off. */
export function printLights(terminal: Terminal, { rows, checksums: way }: SeenLights): void {
  const { t } = terminal;
  if (rows.length > 0) {
    terminal.print();
    printTable(
      terminal,
      rows.map((row) => lightRow(terminal, row)),
      [t("cli:sample.endpoint"), ...PROXY_LIGHTS.map((id) => t(`download:light.${id}.name`))],
    );
    for (const { endpoint, lights } of rows) {
      for (const { id, state, because } of lights) {
        if (state !== "off" || id === "cache") continue;
        terminal.print(t("cli:pair", { head: endpoint, text: sayReason(t, because) }));
      }
    }
  }
  if (way === null) return;
  terminal.print();
  terminal.print(t("cli:pair", { head: t("download:checksums"), text: sayReason(t, way.because) }));
  if (way.database !== null) {
    const text = sayReason(t, way.database.because);
    terminal.print(`${t("cli:pair", { head: way.name ?? "", text })} (${String(way.database.ms ?? 0)} ms)`);
  }
}

function lightRow(terminal: Terminal, { endpoint, lights }: LitRow): Cell[] {
  const direct = lights.find(({ id }) => id === "discovery" || id === "git");
  if (direct !== undefined) return [endpoint, lightCell(terminal, direct)];
  return [
    endpoint,
    ...PROXY_LIGHTS.map((id): Cell => {
      const light = lights.find((each) => each.id === id);
      return light === undefined ? "" : lightCell(terminal, light);
    }),
  ];
}

/** The lights as `--json` gives them: reasons are English sentences. */
export function shownLights({ english }: Terminal, { rows }: SeenLights): readonly unknown[] {
  return rows.flatMap(({ endpoint, lights }) =>
    lights.map(({ because, ...light }) => ({ endpoint, ...light, because: sayReason(english, because) })),
  );
}

/** Where checksums are looked up, and at what cost, as `--json` gives it; `null` when the endpoints were named by hand. */
export function shownChecksums(terminal: Terminal, seen: SeenLights, samples: readonly Sample[]): unknown {
  const { english, environment } = terminal;
  const { checksums: way } = seen;
  if (way === null) return null;
  const last = lastGood(samples.filter(({ endpoint }) => endpoint === way.entry));
  const cost = checksumCosts(way, goClientHere(environment), last);
  const { database, because, ...rest } = way;
  const shown = database === null ? null : { ...database, because: sayReason(english, database.because) };
  return { ...rest, because: sayReason(english, because), database: shown, cost };
}
