// Diagnoses as the engine is given them: with the hello of the go that is installed now, and within the world that is
// measured.
import type { Endpoint } from "../../shared/domain/endpoint.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import { surroundings } from "./diagnose/surroundings.ts";
import type { Doors } from "./doors.ts";
import type { HelloSource } from "./hello/hello-source.ts";
import type { Clock, GoEnv } from "./ports.ts";
import type { StageLimits } from "./probe/progress.ts";

/** Bounds of the diagnoses in a world of one's own. */
export interface DiagnosisBounds {
  readonly may: (endpoint: Endpoint) => boolean;
  readonly limits: Partial<StageLimits>;
}

/** What the door is made of. */
export interface DiagnosisParts {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly caFile: string | undefined;
  readonly clock: Clock;
  readonly goEnv: Pick<GoEnv, "read">;
  readonly hellos: HelloSource;
  /** Absent: whatever is asked for is diagnosed, over this machine's network. */
  readonly bounds?: DiagnosisBounds | undefined;
}

/** The two doors of a diagnosis. */
export function diagnosisDoors(parts: DiagnosisParts): Pick<Doors, "diagnose" | "mayDiagnose"> {
  const { bounds, caFile, clock, env, goEnv, hellos, version } = parts;
  return {
    mayDiagnose: bounds?.may,
    diagnose: async (wish) => {
      const goVersion = (await goEnv.read()).go?.version ?? null;
      // A diagnosis is worth the second that a capture takes: it is to say what this very go says.
      await hellos.current();
      await hellos.settled();
      const hello = await hellos.current();
      const limits = bounds?.limits;
      return diagnose(surroundings({ version, env, clock, hello, goVersion, caFile, limits }), wish);
    },
  };
}
