// Which credentials the go command sends to a URL that has none in itself. Source: cmd/go/internal/auth (GOAUTH) and
// internal/web/http.go of Go 1.24 to 1.27; earlier releases know netrc only, and match the host without its port. Commands
// that GOAUTH names are not run: they may ask the user, or cost something.

import { valuesIn } from "../goenv/file-text.ts";
import { readNow } from "../goenv/go-env-file.ts";
import { locateFile } from "../goenv/locate.ts";
import { osValue, type Surroundings } from "../goenv/surroundings.ts";
import { readNetrc } from "./netrc.ts";

/** What GOAUTH is where nothing sets it, since 1.24; before, Go behaved like this without the variable. */
const DEFAULT_GOAUTH = "netrc";

/** The release whose rules for the place of the go env file hold here: the first with GOAUTH. */
const FIRST_WITH_GOAUTH = 24;

/**
 * The value of an Authorization header for `url`, or `undefined` when Go would send none: for http, for a host without an
 * entry, and when GOAUTH leaves netrc out. A secret. Read anew each time, as each go command does.
 */
export function credentialsFor(url: string, surroundings: Surroundings): string | undefined {
  if (!/^https:\/\//i.test(url) || !readsNetrc(surroundings)) return undefined;
  const entries = readNetrc(surroundings);
  // The longest beginning of the URL that a machine is named by: host/path/deeper, host/path, host.
  for (let place = placeOf(url); place !== ""; place = place.slice(0, Math.max(0, place.lastIndexOf("/")))) {
    const entry = entries.find(({ machine }) => placeOf(machine) === place);
    if (entry === undefined) continue;
    return `Basic ${Buffer.from(`${entry.login}:${entry.password}`, "utf8").toString("base64")}`;
  }
  return undefined;
}

function placeOf(text: string): string {
  return text.replace(/^https:\/\//, "").replace(/\/$/, "");
}

/** Whether the go command takes credentials from netrc. */
export function readsNetrc(surroundings: Surroundings): boolean {
  const words = goAuth(surroundings)
    .split(";")
    .map((command) => command.trim().split(/\s+/)[0]);
  return words.includes("netrc");
}

/** GOAUTH in force: from the OS environment, else from the go env file, else the default. */
function goAuth(surroundings: Surroundings): string {
  const value = osValue(surroundings, "GOAUTH") ?? inFile(surroundings);
  return value === undefined || value === "" ? DEFAULT_GOAUTH : value;
}

function inFile(surroundings: Surroundings): string | undefined {
  const location = locateFile(surroundings, FIRST_WITH_GOAUTH);
  const content = location.kind === "file" ? readNow(location.file) : null;
  return content?.kind === "bytes" ? valuesIn(content.bytes).get("GOAUTH") : undefined;
}
