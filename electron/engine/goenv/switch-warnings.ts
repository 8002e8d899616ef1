// What the user should know beside the outcome of a switch: what keeps a written value from taking effect, and where.
import { redact } from "../../../shared/domain/endpoint.ts";
import type { ShellExport, Warning } from "../../../shared/domain/goenv.ts";
import type { Scene } from "./scene.ts";
import { loginShell, shellWarnings } from "./shell-exports.ts";
import { startupFolders, whereSet } from "./startup-files.ts";
import { osValue, type Surroundings } from "./surroundings.ts";

/** GOENV=off, and no go command. */
export function machineWarnings({ go, refusal }: Scene): readonly Warning[] {
  const off: readonly Warning[] = refusal?.reason === "goenv-off" ? [{ code: "goenv-off" }] : [];
  return go === null ? [...off, { code: "go-not-found" }] : off;
}

/** One for each variable whose value in the OS or in the login shell wins over what a switch wants; an equal one hides nothing. */
export function shadowWarnings(
  surroundings: Surroundings,
  wanted: Readonly<Record<string, string | null>>,
  exported: readonly ShellExport[],
): readonly Warning[] {
  const os = Object.entries(wanted).flatMap(([name, value]): readonly Warning[] => {
    const winning = osValue(surroundings, name);
    return winning === undefined || winning === value ? [] : [osWarning(surroundings, name, winning)];
  });
  return [...os, ...shellWarnings(exported, wanted)];
}

/** That the OS sets `name` to `value`, with the line of a start-up file if one sets it to just that. */
export function osWarning(surroundings: Surroundings, name: string, value: string): Warning {
  const shell = loginShell(surroundings);
  const folders = startupFolders(surroundings);
  const where = shell === null ? null : whereSet({ name, value }, { shell, folders, onlyValue: true });
  return { code: "shadowed-by-os", name, value: redact(value), ...(where === null ? {} : { where }) };
}
