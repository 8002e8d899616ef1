/** Where the go command takes a variable's value from, strongest first. */
export type Origin = "os" | "file" | "goroot" | "default";

/** One variable as the go command sees it. */
export interface Variable {
  readonly value: string;
  readonly origin: Origin;
  /** The value in the go env file that an OS variable hides. */
  readonly shadows?: string;
}

/** What the go command would use now. */
export interface EffectiveEnv {
  /** The go env file; `null` when `GOENV=off` or no config folder is known. */
  readonly file: string | null;
  readonly go: { readonly path: string; readonly version: string } | null;
  readonly variables: Readonly<Record<string, Variable>>;
  /** Names that the go env file sets although Go takes no heed of them there; absent: none. */
  readonly unheeded?: readonly string[];
  /** What the user's login shell exports otherwise than this process has it; absent: nothing, or the shell was not asked. */
  readonly shell?: readonly ShellExport[];
}

/** A variable that the go command has in a terminal and would not have if this process started it. */
export interface ShellExport {
  readonly name: string;
  readonly value: string;
  /** File and line that set it, `/home/me/.profile:12`; absent when that was not found. */
  readonly where?: string;
}

/** One key's change. `null` means not set in the file. */
export interface Change {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Why the machine refused a switch. Each has a sentence in every language. */
export type Refusal =
  | "not-permitted"
  | "changed-meanwhile"
  | "goenv-off"
  | "no-config-dir"
  | "is-directory"
  | "invalid-value"
  /** The profile is a template whose placeholder is not filled in. */
  | "template"
  | "nothing-to-undo"
  | "io";

/** Something that keeps a written value from taking effect, or that the user should know beside the outcome. */
export interface Warning {
  readonly code:
    | "shadowed-by-os"
    | "goenv-off"
    | "go-not-found"
    | "read-back-differs"
    /** The login shell exports this variable, and this process does not have it: Go in a terminal sees another value. */
    | "shadowed-by-shell"
    /** The go env file sets this variable, and Go takes no heed of it there. */
    | "unheeded-in-file"
    /** The desktop gets to `endpoint` through the proxy `value`, and Go would go directly: `name` is not set. */
    | "desktop-proxy-unused"
    /** The desktop gets to `endpoint` through the proxy `value`, and Go through another. */
    | "desktop-proxy-differs"
    /** The desktop gets to `endpoint` through something that Go does not speak, and Go would go directly. */
    | "desktop-proxy-unusable"
    /** An undo left this variable alone: somebody else changed it after the switch. */
    | "changed-since";
  /** The variable it is about, if one. */
  readonly name?: string;
  /** The value that wins, redacted. */
  readonly value?: string;
  /** The endpoint it is about, if one. */
  readonly endpoint?: string;
  /** File and line where the winning value is set, if that was found. */
  readonly where?: string;
}

/** What came of an attempt to change the go env file. Values are redacted only when they leave the engine. */
export type ApplyOutcome =
  | {
      readonly outcome: "written" | "unchanged";
      readonly file: string;
      readonly changes: readonly Change[];
      readonly warnings: readonly Warning[];
    }
  | {
      readonly outcome: "refused";
      readonly reason: Refusal;
      /** The system's own words: path, code. */
      readonly detail: string;
      readonly file: string | null;
      readonly changes: readonly Change[];
      readonly warnings: readonly Warning[];
    };
