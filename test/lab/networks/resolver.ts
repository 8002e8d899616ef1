// A resolver of made-up networks: answers questions for addresses (RFC 1035) rightly, wrongly, or not at all.

/** What a resolver knows, and how it answers. */
export interface Resolver {
  /** IPv4 addresses by name. */
  readonly names: Readonly<Record<string, string>>;
  /** `lies`: every name is at `liar`. `invents`: every name that nobody has is. `denies`: there is no name at all. */
  readonly manner: "answers" | "lies" | "invents" | "denies" | "silent";
  readonly liar: string;
  /** Groups of an IPv6 address for every known name; `null` when there is none. */
  readonly six: readonly number[] | null;
}

const HEADER = 12;
const TYPE = { a: 1, aaaa: 28 } as const;
const NO_SUCH_NAME = 3;

function nameIn(question: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let size = question[at] ?? 0; size > 0; size = question[at] ?? 0) {
    labels.push(question.toString("latin1", at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

function addressOf(name: string, { names, manner, liar }: Resolver): string | undefined {
  if (manner === "lies") return liar;
  if (manner === "denies") return undefined;
  return names[name] ?? (manner === "invents" ? liar : undefined);
}

function dataFor(address: string | undefined, type: number, six: Resolver["six"]): Buffer | null {
  if (address === undefined) return null;
  if (type === TYPE.a) return Buffer.from(address.split(".").map(Number));
  if (type === TYPE.aaaa && six !== null) return Buffer.from(six.flatMap((group) => [group >> 8, group & 0xff]));
  return null;
}

/** The answer to a question; `null` when there is none. */
export function answerTo(question: Buffer, resolver: Resolver): Buffer | null {
  if (resolver.manner === "silent") return null;
  const { name, end } = nameIn(question);
  const address = addressOf(name, resolver);
  const data = dataFor(address, question.readUInt16BE(end), resolver.six);
  const head = Buffer.from(question.subarray(0, HEADER));
  // A recursive answer without errors, to one question, of at most one record.
  head.writeUInt16BE(address === undefined ? 0x8180 | NO_SUCH_NAME : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data === null ? 0 : 1, 6);
  head.writeUInt32BE(0, 8);
  const asked = question.subarray(HEADER, end + 4);
  if (data === null) return Buffer.concat([head, asked]);
  const record = Buffer.alloc(12);
  // The name of the question, of its type and class, for no time at all.
  record.writeUInt16BE(0xc000 | HEADER, 0);
  question.copy(record, 2, end, end + 4);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, asked, record, data]);
}
