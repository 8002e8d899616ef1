// How much Gangway keeps, by kind of file.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { DataSize } from "../../../shared/ipc/settings-calls.ts";

/** Which kind of file a name in Gangway's folder is. */
function kindOf(name: string): "history" | "settings" | "logs" | "other" {
  if (name.startsWith("history.db")) return "history";
  if (name.startsWith("settings.json")) return "settings";
  return name.startsWith(`logs${path.sep}`) ? "logs" : "other";
}

/** What lies in the folder, in bytes by kind. What cannot be read counts as nothing: it may be gone by now. */
export function sizeOf(folder: string | undefined): DataSize {
  const size = { history: 0, settings: 0, logs: 0, other: 0 };
  for (const name of folder === undefined ? [] : namesIn(folder)) {
    // Electron's own files are Chromium's caches, which it keeps small by itself.
    if (name.startsWith(`electron${path.sep}`)) continue;
    size[kindOf(name)] += bytesOf(path.join(folder ?? "", name));
  }
  return { folder: folder ?? "", ...size };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

function bytesOf(file: string): number {
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}
