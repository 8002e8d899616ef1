// Says hellos from templates, one after the other, each on a connection of its own, and prints what came back as JSON. Run
// under each runtime. Its argument is a JSON list of {port, version, record, serverName}.
import { once } from "node:events";
import { connect } from "node:net";
import type { HelloOutcome } from "../../../../electron/engine/hello/first-answer.ts";
import { templateFrom } from "../../../../electron/engine/hello/hello-template.ts";
import { goHello, type HelloVariant } from "../../../../electron/engine/hello/hello-variants.ts";
import { sayHello } from "../../../../electron/engine/hello/say-hello.ts";

/** A hello to say. */
export interface Replay {
  readonly port: number;
  readonly version: string;
  /** The template's record in base64. */
  readonly record: string;
  readonly serverName: string;
  readonly variant?: HelloVariant;
}

async function replay({ port, version, record, serverName, variant }: Replay): Promise<HelloOutcome> {
  const template = templateFrom(version, record);
  if (template === null) throw new Error(`the record of Go ${version} is no hello`);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  try {
    const bytes = goHello(template, { serverName, variant });
    return await sayHello({ socket, bytes, limitMs: 10_000, signal: new AbortController().signal, connectMs: null });
  } finally {
    socket.destroy();
  }
}

const outcomes: HelloOutcome[] = [];
for (const wanted of JSON.parse(process.argv[2] ?? "[]") as readonly Replay[]) outcomes.push(await replay(wanted));
process.stdout.write(JSON.stringify(outcomes));
