// Looks at lights: for each one request, one after another, each with the limits of a look. It does not decide when, keeps
// nothing, retries nothing and follows no redirect.
import type { Failure } from "../../../shared/domain/failure.ts";
import { type Light, type LightErrand, type LightLook, lightOf, questionFor } from "../../../shared/domain/lights.ts";
import type { LightSource } from "../ports.ts";
import { Aborted } from "../probe/deadline.ts";
import type { Looker } from "../probe/probe.ts";
import { askOnce } from "./one-question.ts";

function refused(raw: string): Failure {
  return { stage: "resolve", kind: "unknown", raw };
}

/** A source of lights that goes the way of a prober. */
export function lightSourceWith(looker: Looker): LightSource {
  async function look(url: URL, path: string, signal: AbortSignal): Promise<LightLook | null> {
    const tools = looker.toolsNow();
    const progress = looker.begin(signal);
    const at = looker.now();
    const begun = performance.now();
    const ended = (result: LightLook["result"]): LightLook => ({
      at,
      ms: Math.round(performance.now() - begun),
      result,
    });
    try {
      return ended(await askOnce({ url, path, tools, progress }));
    } catch (error) {
      return error instanceof Aborted ? null : ended(progress.failureOf(error));
    } finally {
      progress.end();
    }
  }

  async function lookAtAll(
    { endpoint, ids, sumdb }: LightErrand,
    signal: AbortSignal,
  ): Promise<readonly Light[] | null> {
    const url = URL.canParse(endpoint.url) ? new URL(endpoint.url) : null;
    const lights: Light[] = [];
    for (const id of ids) {
      if (signal.aborted) return null;
      const { path } = questionFor(id, { sumdb });
      const seen =
        url === null ? { at: looker.now(), ms: 0, result: refused("no URL") } : await look(url, path, signal);
      if (seen === null) return null;
      lights.push(lightOf(id, seen));
    }
    return lights;
  }

  return { look: lookAtAll };
}
