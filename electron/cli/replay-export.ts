import { replayRecords } from "../../shared/domain/replay-export.ts";
import type { Instant } from "../../shared/domain/time.ts";
import { EXIT, type ExitCode, Objection } from "./objection.ts";
import type { Session } from "./session.ts";
import { localTime } from "./when.ts";

/** Writes what happened since then as records for `replay`: from the start of the run that was under way at that time. */
export function writeReplay(session: Session, since: Instant): ExitCode {
  const { terminal } = session;
  const history = session.history();
  const start = history.startBefore(since) ?? since;
  const range = { since: start };
  const records = replayRecords({
    happenings: history.happenings(range),
    samples: history.samples(range),
    decisions: history.decisions(range),
  });
  if (records.length === 0) throw new Objection("no-journal", { when: localTime(since) }, EXIT.finding);
  const looksSince = history.looksSince();
  if (start < looksSince) terminal.note(terminal.t("cli:history.forgotten", { when: localTime(looksSince) }));
  for (const record of records) terminal.printLine(record);
  return EXIT.fine;
}
