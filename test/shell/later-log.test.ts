import { expect, onTestFinished, test, vi } from "vitest";
import { LaterLog } from "../../electron/shell/later-log.ts";

function listLog() {
  const said: string[] = [];
  const keep = (level: string) => (message: string) => said.push(`${level}: ${message}`);
  return { said, log: { info: keep("info"), warn: keep("warn"), error: keep("error") } };
}

test("says in order what was held, and then at once", () => {
  const { said, log } = listLog();
  const later = new LaterLog();
  later.info("first");
  later.warn("second");

  expect(said).toEqual([]);
  later.deliverTo(log);
  later.info("third");

  expect(said).toEqual(["info: first", "warn: second", "info: third"]);
});

test("tells the terminal of a mistake that the log may never hear of", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  const { said, log } = listLog();
  const later = new LaterLog();

  later.error("no such module");
  later.deliverTo(log);
  later.error("known to the log");

  expect(write.mock.calls).toEqual([["no such module\n"]]);
  expect(said).toEqual(["error: no such module", "error: known to the log"]);
});
