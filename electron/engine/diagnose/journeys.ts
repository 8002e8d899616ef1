// A connection to the endpoint for one thing to say, over the route that go would take, bounded and closed afterwards. What
// is said is in hello-cell.ts and handshake-cell.ts; how the way is found in probe/approach.ts.
import type { Socket } from "node:net";
import type { Cell, CellId } from "../../../shared/domain/diagnosis.ts";
import type { Failure } from "../../../shared/domain/failure.ts";
import type { Millis } from "../../../shared/domain/time.ts";
import { approach, type Tools } from "../probe/approach.ts";
import { Aborted, Expired } from "../probe/deadline.ts";
import type { Progress } from "../probe/progress.ts";
import type { Family } from "../probe/stages.ts";
import type { Surroundings } from "./surroundings.ts";

/** Whom to speak to. */
export interface Target {
  readonly url: URL;
  readonly family: Family;
  readonly signal: AbortSignal;
}

/** What can be said once connected. It tells its times itself, because only it knows what they are times of. */
export type Talk = (socket: Socket, progress: Progress, connectMs: Millis | null) => Promise<Partial<Cell>>;

/** The cell of a failure; `lost` are the times of the talk until then. */
export function failedCell(id: CellId, failure: Failure, lost: Partial<Cell> = {}): Cell {
  return { id, outcome: "failed", failure, ...lost };
}

function waited(error: unknown): Pick<Cell, "waitedMs"> {
  return error instanceof Expired ? { waitedMs: error.limitMs } : {};
}

/** Goes to the endpoint and talks there. Rejects with `Aborted` alone; every other end is a cell. */
export async function cellOver(id: CellId, around: Surroundings, target: Target, talk: Talk): Promise<Cell> {
  const { family, signal, url } = target;
  const tools: Tools = { ...around.looker.toolsNow(), family };
  const progress = around.looker.begin(signal);
  const connected = (): Pick<Cell, "connectMs"> => {
    const { connectMs } = progress.sample("", null).stages;
    return connectMs === null ? {} : { connectMs };
  };
  try {
    const way = await approach({ url, tools, progress });
    if ("kind" in way) return failedCell(id, way, connected());
    const said = await talk(way.socket, progress, connected().connectMs ?? null);
    return { id, outcome: said.failure === undefined ? "ok" : "failed", ...connected(), ...said };
  } catch (error) {
    if (error instanceof Aborted) throw error;
    return failedCell(id, progress.failureOf(error), { ...connected(), ...waited(error) });
  } finally {
    progress.end();
  }
}
