// Reads the command lines of `npm start` and `npm test`, and chooses how Electron is launched.

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
