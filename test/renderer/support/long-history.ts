import type { Series } from "../../../shared/domain/series.ts";
import { HOUR } from "../../../shared/domain/time.ts";
import type { HistoryPage } from "../../../shared/ipc/contract.ts";
import { historyPage, NOW } from "./snapshots.ts";

/** The same history as `historyPage` where the range is too long for single looks: one point for every 6 hours of 90 days. */
export function longHistoryPage(since: number = NOW - 90 * 24 * HOUR): HistoryPage {
  const page = historyPage(since);
  const widthMs = 6 * HOUR;
  const series = [...new Set(page.samples.map(({ endpoint }) => endpoint))].map((endpoint): Series => {
    const own = page.samples.filter((sample) => sample.endpoint === endpoint);
    const starts = [...new Set(own.map(({ at }) => Math.floor(at / widthMs) * widthMs))];
    const points = starts.map((at, number) => {
      const failures = own.some((s) => s.at >= at && s.at < at + widthMs && s.failure !== null) ? 300 : number % 3;
      const p50 = 40 + (number % 9);
      const times = failures === 300 ? null : { p50, p95: 2 * p50 };
      return { at, looks: 720, failures, handshake: times, total: times, commonFailure: null };
    });
    return { endpoint, widthMs, source: "hours", points, whole: null };
  });
  return { ...page, samples: [], series };
}
