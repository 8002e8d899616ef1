// Programs that the benchmark started: asked over lines of JSON, ended by their own process ids, all of them at the end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Between asking a program to end and ending it, in ms. */
const GRACE_MS = 3_000;

/** How long a program may take until it says that it is ready, in ms: Electron under load needs some seconds. */
const READY_MS = 30_000;

/** What is kept of what a program says on stderr, in characters: enough to tell why it failed. */
const KEPT_WORDS = 4_000;

/** The programs that were started and not yet ended, newest last. */
const started = new Set();

/** A started program. */
class Child {
  #process;
  #lines;
  #words = "";
  #name;

  constructor(name, process) {
    this.#name = name;
    this.#process = process;
    process.stderr.setEncoding("utf8").on("data", (text) => {
      this.#words = (this.#words + text).slice(-KEPT_WORDS);
    });
    process.on("error", (error) => {
      this.#words += error.message;
    });
    // Who asks a program that has ended is told so by the end of its lines.
    process.stdin.on("error", () => undefined);
    this.#lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  }

  get pid() {
    return this.#process.pid;
  }

  get hasEnded() {
    return this.#process.exitCode !== null || this.#process.signalCode !== null || this.#process.pid === undefined;
  }

  /** The next line that the program says. Throws, with its last words, when there is none in time. */
  async line(limitMs = READY_MS) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(this.#failure(`said nothing for ${limitMs / 1000} s`)), limitMs);
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (done) throw this.#failure("ended");
      return value;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says a line to the program. */
  say(text) {
    this.#process.stdin.write(`${text}\n`);
  }

  /** Asks the program something; its answer. Both are JSON. */
  async ask(question, limitMs) {
    this.say(JSON.stringify(question));
    const answer = JSON.parse(await this.line(limitMs));
    if (answer.error) throw this.#failure(answer.error);
    return answer;
  }

  /** Ends the program and waits for its end. */
  async end() {
    started.delete(this);
    if (this.hasEnded) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    const force = setTimeout(() => this.#process.kill("SIGKILL"), GRACE_MS);
    await ended;
    clearTimeout(force);
  }

  #failure(what) {
    return new Error(`${this.#name} ${what}${this.#words ? `:\n${this.#words.trim()}` : ""}`);
  }
}

/** Starts a program. `ready`: how its first line begins; absent when it says nothing by itself. */
export async function start(name, [command, ...args], { env = process.env, cwd, ready } = {}) {
  const child = new Child(name, spawn(command, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] }));
  started.add(child);
  if (ready === undefined) return child;
  const first = await child.line();
  if (!first.startsWith(ready)) throw new Error(`${name} said "${first}" instead of "${ready}"`);
  return child;
}

/** Ends every program that was started, newest first. */
export async function endAll() {
  for (const child of [...started].reverse()) await child.end();
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Asks again and again until the answer is true. Throws, saying `what` was waited for, after `limitMs`. */
export async function until(what, ask, limitMs = READY_MS) {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}`);
}
