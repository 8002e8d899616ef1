// Which go commands tests can run: those that `npm test` (build/go-versions.mjs) brought, or GANGWAY_TEST_GO names, and
// the machine's. Nothing is downloaded here.
import { presentGoVersions } from "../../build/go-versions.mjs";

/** A go command. */
export interface GoVersion {
  /** Like `1.22.12`. */
  readonly version: string;
  /** Its binary. Its GOROOT is found by itself, so GOROOT must not be set. */
  readonly path: string;
}

/** The go commands that are here, oldest first; never empty, because tests that compare with Go would then say nothing. */
export async function goVersions(): Promise<readonly GoVersion[]> {
  const present: readonly GoVersion[] = await presentGoVersions();
  if (present.length === 0) throw new Error("there is no go command here; `node build/go-versions.mjs` brings some");
  return present;
}
