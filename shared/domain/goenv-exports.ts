// Where the text of a shell's start-up file sets a variable. A shell file is a program, and this is no shell: it finds the
// lines that a person would point to, and the shell itself is asked whether the variable is exported.

/** How a start-up file is written: for the shells of the Bourne family, for fish, or as plain `NAME=value` lines. */
export type StartupDialect = "bourne" | "fish" | "plain";

/** A line that sets a variable, counted from 1, and whether the value stands in it word for word. */
export interface SettingLine {
  readonly line: number;
  readonly hasValue: boolean;
}

/**
 * The line that sets `name`, or `null`. Of several the last with the value in it, and without such a one the last. Lines
 * that are commented out do not count; neither does a variable that is set for one command alone.
 */
export function settingLine(
  text: string,
  { name, value }: ExportedVariable,
  dialect: StartupDialect,
): SettingLine | null {
  const sets = PATTERNS[dialect](name);
  const found = text
    .split("\n")
    .map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => !/^\s*#/.test(content) && sets.test(content))
    .map(({ content, line }): SettingLine => ({ line, hasValue: value !== "" && content.includes(value) }));
  return found.findLast(({ hasValue }) => hasValue) ?? found.at(-1) ?? null;
}

/** A variable as a shell exports it. */
export interface ExportedVariable {
  readonly name: string;
  readonly value: string;
}

/** A value up to the next blank, in quotes with blanks. */
const VALUE = "(?:\"[^\"]*\"|'[^']*'|[^\\s;&|\"'])*";

const PATTERNS: Readonly<Record<StartupDialect, (name: string) => RegExp>> = {
  // `export A=1 NAME=2`, `declare -x NAME=2`, and `NAME=2` alone, which an `export NAME` elsewhere may export; but not
  // `NAME=2 command`. A statement begins a line, or follows a separator or a keyword.
  bourne: (name) =>
    new RegExp(
      `(?:^|[;&|({]|\\b(?:then|else|do)\\b)\\s*(?:(?:export|declare|typeset|readonly)\\s+(?:[\\w-]+(?:=${VALUE})?\\s+)*${name}=|${name}=${VALUE}\\s*(?:$|[;&|#)}]))`,
    ),
  fish: (name) => new RegExp(`\\bset\\s+(?:-\\S+\\s+)*${name}\\b|\\bexport\\s+${name}=`),
  plain: (name) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`),
};
