// Whether a text is a module path, and a version, that the go command takes. Source: CheckPath, checkPath, checkElem and
// SplitPathVersion in golang.org/x/mod/module/module.go; messages are Go's own.
import { goQuote } from "./chain-url.ts";

/** Names that Windows keeps for devices; Go takes them nowhere. */
const DEVICES = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** A module path, perhaps with a version behind `@`. */
export interface ModuleQuery {
  readonly path: string;
  readonly version?: string;
}

/** Takes `MODULE[@VERSION]` apart at the first `@`. */
export function parseModuleQuery(text: string): ModuleQuery {
  const at = text.indexOf("@");
  return at < 0 ? { path: text } : { path: text.slice(0, at), version: text.slice(at + 1) };
}

/** Why Go takes no such module, in its words; `null` for a path that it takes. */
export function modulePathFault(path: string): string | null {
  const fault = shapeFault(path) ?? elementsFault(path) ?? hostFault(path) ?? versionFault(path);
  return fault === null ? null : `malformed module path ${goQuote(path)}: ${fault}`;
}

function shapeFault(path: string): string | null {
  if (/\p{Surrogate}/u.test(path)) return "invalid UTF-8";
  if (path === "") return "empty string";
  if (path.startsWith("-")) return "leading dash";
  if (path.includes("//")) return "double slash";
  return path.endsWith("/") ? "trailing slash" : null;
}

function elementsFault(path: string): string | null {
  for (const element of path.split("/")) {
    const fault = elementFault(element);
    if (fault !== null) return fault;
  }
  return null;
}

function elementFault(element: string): string | null {
  if (element === "") return "empty path element";
  if (/^\.+$/.test(element)) return `invalid path element ${goQuote(element)}`;
  if (element.startsWith(".")) return "leading dot in path element";
  if (element.endsWith(".")) return "trailing dot in path element";
  const wrong = Array.from(element).find((character) => !/^[-._~0-9A-Za-z]$/.test(character));
  if (wrong !== undefined) return `invalid char '${wrong}'`;
  const short = element.split(".")[0] ?? "";
  if (DEVICES.test(short)) return `${goQuote(short)} disallowed as path element component on Windows`;
  return /~\d+$/.test(short) ? "trailing tilde and digits in path element" : null;
}

function hostFault(path: string): string | null {
  const host = path.split("/")[0] ?? "";
  if (!host.includes(".")) return "missing dot in first path element";
  const wrong = Array.from(host).find((character) => !/^[-.0-9a-z]$/.test(character));
  return wrong === undefined ? null : `invalid char '${wrong}' in first path element`;
}

function versionFault(path: string): string | null {
  if (path.startsWith("gopkg.in/")) return /\.v(0|[1-9]\d*)(-unstable)?$/.test(path) ? null : "invalid version";
  const number = /\/v([\d.]+)$/.exec(path)?.[1];
  if (number === undefined) return null;
  return number.includes(".") || number.startsWith("0") || number === "1" ? "invalid version" : null;
}
