// The machine as one read or change of the go env file finds it: the go command, the file, and what Go makes of both.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EffectiveEnv, Refusal } from "../../../shared/domain/goenv.ts";
import { readValues } from "../../../shared/domain/goenv-text.ts";
import { minorOf, type ValueContext } from "../../../shared/domain/goenv-values.ts";
import { errorCode } from "../store/storage-error.ts";
import { effectiveEnv } from "./effective.ts";
import { valuesIn } from "./file-text.ts";
import { findGo, type GoInstallation } from "./find-go.ts";
import { readNow } from "./go-env-file.ts";
import { locateFile } from "./locate.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** The machine at one moment. */
export interface Scene {
  readonly go: GoInstallation | null;
  readonly file: string | null;
  /** Why there is no file that Go would read; `null` when there is one. */
  readonly refusal: { readonly reason: Refusal; readonly detail: string } | null;
  readonly rootText: string | null;
  /** The values that stand in the file. */
  readonly present: ReadonlyMap<string, string>;
  readonly env: EffectiveEnv;
}

/** Looks around; `names` are variables to answer for beside the usual ones. */
export async function lookAround(surroundings: Surroundings, names: readonly string[]): Promise<Scene> {
  const go = await findGo(surroundings);
  const location = locateFile(surroundings, minorOf(go?.version));
  const file = location.kind === "file" ? location.file : null;
  const bytes = bytesOf(file);
  const present = valuesIn(bytes);
  const rootText = rootTextOf(surroundings, go, present);
  const env = effectiveEnv({
    surroundings,
    file,
    fileText: bytes?.toString("utf8") ?? "",
    go: go === null ? null : { path: go.path, version: go.version },
    rootText,
    names,
  });
  const refusal = location.kind === "none" ? { reason: location.why, detail: location.detail } : null;
  return { go, file, refusal, rootText, present, env };
}

/** What the judgement of a value rests on when the file holds these bytes. */
export function contextOf({ platform }: Surroundings, { go, rootText }: Scene, file: Buffer | null): ValueContext {
  const present = new Set([...valuesIn(file).keys(), ...readValues(rootText ?? "").keys()]);
  return { present, platform, ...(go === null ? {} : { goVersion: go.version }) };
}

function bytesOf(file: string | null): Buffer | null {
  const content = file === null ? null : readNow(file);
  return content?.kind === "bytes" ? content.bytes : null;
}

/** `$GOROOT/go.env`, where GOROOT is the file's, the OS's or the go command's own, in that order (cfg.findGOROOT). */
function rootTextOf(
  surroundings: Surroundings,
  go: GoInstallation | null,
  present: ReadonlyMap<string, string>,
): string | null {
  if (go === null) return null;
  const root = [present.get("GOROOT"), osValue(surroundings, "GOROOT"), go.root].find(
    (r) => r !== undefined && r !== "",
  );
  if (root === undefined || root === null) return null;
  try {
    return minorOf(go.version) >= 21 ? readFileSync(join(root, "go.env"), "utf8") : "";
  } catch (error) {
    // Go ignores a go.env that it cannot read.
    if (errorCode(error) === "") throw error;
    return "";
  }
}
