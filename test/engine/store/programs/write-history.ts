// Writes samples and intents until it has written so many, and says the number of each once it was acknowledged.
// Arguments: folder, endpoint, how many.
import { writeSync } from "node:fs";
import { openHistory } from "../../../../electron/engine/store/history.ts";
import { reason } from "../../../../shared/domain/reason.ts";
import { good } from "../../../support/samples.ts";

const [folder = "", endpoint = "", count = ""] = process.argv.slice(2);
const history = openHistory(folder, { at: 0 });
for (let at = 1; at <= Number(count); at += 1) {
  history.addSample({ ...good(at), endpoint }, "home");
  if (at % 10 === 0) {
    const because = reason("decision-asked");
    history.intend({ at, cause: "manual", from: null, to: "x", because, file: endpoint, changes: [] });
  }
  writeSync(1, `${at}\n`);
}
history.close();
