import { withoutCredentials } from "./credentials.ts";
import type { Profile } from "./profile.ts";

/** Where a profile may be taken to, beside another Gangway. */
export const EXPORT_FORMATS = ["shell", "fish", "powershell", "github", "github-env", "dockerfile", "go-env"] as const;

/** One of the places where a profile may be taken to. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Entry = readonly [name: string, value: string | null];

/**
 * The profile as lines for a shell, a CI workflow, a Dockerfile or the go command, without a line end behind the last.
 * Every value comes out of there as it is here, whatever characters it holds, except that credentials are left out. What
 * the profile unsets is unset, or empty where a format knows no unsetting: for Go an empty variable of the environment is
 * none. Values must hold no line break, as profiles do not.
 */
export function exportProfile(profile: Pick<Profile, "env">, format: ExportFormat): string {
  const entries = Object.entries(profile.env).map(
    ([name, value]): Entry => [name, value === null ? null : withoutCredentials(value)],
  );
  switch (format) {
    case "go-env":
      return goEnvLine(entries);
    case "github":
      return ["env:", ...entries.map(githubLine)].join("\n");
    default:
      return entries.map(LINES[format]).join("\n");
  }
}

const LINES: Readonly<Record<Exclude<ExportFormat, "go-env" | "github">, (entry: Entry) => string>> = {
  shell: ([name, value]) => (value === null ? `unset ${name}` : `export ${name}=${shellQuote(value)}`),
  fish: ([name, value]) => (value === null ? `set -e ${name}` : `set -gx ${name} ${fishQuote(value)}`),
  powershell: ([name, value]) =>
    value === null
      ? `Remove-Item Env:${name} -ErrorAction SilentlyContinue`
      : `$Env:${name} = ${powershellQuote(value)}`,
  // A step's script is text in a workflow, in which GitHub looks for `${{` whatever the shell's quotes.
  "github-env": ([name, value]) =>
    `printf '%s\\n' ${shellQuote(`${name}=${value ?? ""}`).replaceAll("${{", () => "$''{{")} >> "$GITHUB_ENV"`,
  dockerfile: ([name, value]) => `ENV ${name}=${dockerQuote(value ?? "")}`,
};

/** Within single quotes a POSIX shell knows nothing but their end. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Within single quotes fish knows `\'` and `\\` (fishshell.com/docs, "Quotes"). */
function fishQuote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/** PowerShell takes typographic quotes for quotes, too; doubled, each stands for itself (about_Quoting_Rules). */
function powershellQuote(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** Within double quotes a Dockerfile knows `\"`, `\$` and `\\` (docs.docker.com/reference/dockerfile, "ENV"). */
function dockerQuote(text: string): string {
  return `"${text.replace(/[\\"$]/g, "\\$&")}"`;
}

function githubLine([name, value]: Entry): string {
  // In a workflow `${{` begins an expression; as a text inside one it stands for itself.
  return `  ${name}: ${yamlQuote((value ?? "").replaceAll("${{", () => "${{ '${{' }}"))}`;
}

/** A JSON text is a YAML one; what YAML takes for a line break or refuses in plain sight is escaped. */
function yamlQuote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** One line that the go command itself carries out. What is set comes first: without a file `go env -u` fails. */
function goEnvLine(entries: readonly Entry[]): string {
  const set = entries.flatMap(([name, value]) => (value === null ? [] : [shellQuote(`${name}=${value}`)]));
  const unset = entries.filter(([, value]) => value === null).map(([name]) => name);
  return [
    ...(set.length === 0 ? [] : [`go env -w ${set.join(" ")}`]),
    ...(unset.length === 0 ? [] : [`go env -u ${unset.join(" ")}`]),
  ].join(" && ");
}
