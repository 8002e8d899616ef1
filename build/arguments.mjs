// Reads the command lines of `npm start`, `npm test` and `npm run bench:probe`, and chooses how Electron is launched.

/** Reads `npm start -- [--demo] [more]`. What is more goes to the app as it is. */
export function readStartArguments(args) {
  return { demo: args.includes("--demo"), rest: args.filter((argument) => argument !== "--demo") };
}

/**
 * Reads `npm test -- [--only STEP[,STEP]] [-- more]`; `--only` may be given again. Answers {only, rest}: `only` is
 * empty when all steps are meant, `rest` goes to vitest. Throws, naming the steps, on an unknown step or option.
 */
export function readTestArguments(args, steps) {
  const only = [];
  const rest = [];
  for (let index = 0; index < args.length; index += 1) {
    const [name, inline] = args[index].split(/=(.*)/s);
    if (name === "--") return { only, rest: [...rest, ...args.slice(index + 1)] };
    if (name !== "--only") {
      if (name.startsWith("-")) throw new Error(`There is no option ${name}. Known: --only ${steps.join("|")}`);
      rest.push(args[index]);
      continue;
    }
    only.push(...(inline ?? args[++index] ?? "").split(","));
  }
  const unknown = only.find((step) => !steps.includes(step));
  if (unknown !== undefined) throw new Error(`There is no step "${unknown}". Known: ${steps.join(", ")}`);
  return { only, rest };
}

/**
 * Reads `npm run bench:probe -- [--quick] [--only SECTION[,SECTION]]`. Answers {only, quick}: `only` is empty when all
 * sections are meant. Throws, naming what is known, on anything else.
 */
export function readBenchArguments(args, sections) {
  const quick = args.includes("--quick");
  const others = args.filter((argument) => argument !== "--quick");
  const { only, rest } = readTestArguments(others, sections);
  if (rest.length > 0) throw new Error(`"${rest[0]}" means nothing here. Known: --quick, --only ${sections.join("|")}`);
  return { only, quick };
}

/**
 * Whether there is a screen to put a window on. macOS and Windows always have one.
 * @param {Record<string, string | undefined>} env
 * @param {string} platform
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Whether Chromium refuses to start in its sandbox because we are root. */
export function mustLeaveSandbox(uid = process.getuid?.(), platform = process.platform) {
  return platform === "linux" && uid === 0;
}
