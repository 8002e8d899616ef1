// The GoEnv door on a home of the test's own, with the real history and the real lock in that home.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createGoEnv, type ForeseeingGoEnv, type GoEnvParts } from "../../../electron/engine/goenv/goenv.ts";
import type { History, SwitchRequest } from "../../../electron/engine/ports.ts";
import { openHistory } from "../../../electron/engine/store/history.ts";
import { createLock } from "../../../electron/engine/store/lock.ts";
import { systemClock } from "../../../electron/engine/system-clock.ts";
import { reason } from "../../../shared/domain/reason.ts";
import { createGoHome, type GoHome } from "../../support/go-command.ts";

/** A home, and a door that keeps its journal there. */
export interface UnderTest extends GoHome {
  readonly history: History;
  readonly parts: GoEnvParts;
  readonly goEnv: ForeseeingGoEnv;
}

/** A new home with a door on its go env file. The caller removes it. */
export function createUnderTest(): UnderTest {
  const home = createGoHome();
  const folder = join(home.folder, "gangway");
  mkdirSync(folder);
  const history = openHistory(folder, { at: 0 });
  const { withLock } = createLock(folder);
  const parts: GoEnvParts = { env: home.env, platform: process.platform, history, lock: withLock, clock: systemClock };
  const remove = (): void => {
    history.close();
    home.remove();
  };
  return { ...home, history, parts, goEnv: createGoEnv(parts), remove };
}

/** A request by hand for these values. */
export function request(env: Readonly<Record<string, string | null>>, at = 1_000): SwitchRequest {
  return { at, cause: "manual", from: "old", to: "new", because: reason("decision-asked"), env };
}
