// The few D-Bus messages that waiting for a name takes: method calls out, signals in. Source: D-Bus Specification 0.43,
// "Message Protocol". Little-endian only, texts and numbers only.

/** A call to the bus itself. */
export interface BusCall {
  readonly serial: number;
  readonly member: string;
  /** Arguments, all of type string. */
  readonly texts: readonly string[];
}

/** What is read of a message that came in. */
export interface BusMessage {
  readonly type: number;
  readonly member: string;
  /** The serial of the call that this answers; 0 when it answers none. */
  readonly replyTo: number;
  /** The texts in the body, if it holds only texts. */
  readonly texts: readonly string[];
}

const BUS = "org.freedesktop.DBus";
const FIXED_HEADER = 16;
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 };

/** The bytes of a call to the bus. */
export function encodeCall({ serial, member, texts }: BusCall): Buffer {
  const body = new Writer();
  for (const text of texts) body.text(text);
  const fields = new Writer();
  fields.field(FIELD.path, "o", "/org/freedesktop/DBus");
  fields.field(FIELD.interface, "s", BUS);
  fields.field(FIELD.member, "s", member);
  fields.field(FIELD.destination, "s", BUS);
  if (texts.length > 0) fields.signatureField(FIELD.signature, "s".repeat(texts.length));
  const head = Buffer.alloc(FIXED_HEADER);
  head.write("l", 0);
  head[1] = 1; // a method call
  head[3] = 1; // protocol version
  head.writeUInt32LE(body.bytes.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(fields.bytes.length, 12);
  return Buffer.concat([head, padded(fields.bytes, 8), body.bytes]);
}

/** The first message in `bytes` and how long it is; `null` when it is not complete yet. */
export function decodeMessage(bytes: Buffer): { readonly message: BusMessage; readonly length: number } | null {
  if (bytes.length < FIXED_HEADER) return null;
  const fieldsLength = bytes.readUInt32LE(12);
  const bodyAt = align(FIXED_HEADER + fieldsLength, 8);
  const length = bodyAt + bytes.readUInt32LE(4);
  if (bytes.length < length) return null;
  const fields = readFields(bytes.subarray(0, FIXED_HEADER + fieldsLength));
  const signature = String(fields.get(FIELD.signature) ?? "");
  const isTexts = /^s*$/.test(signature);
  const message: BusMessage = {
    type: bytes[1] ?? 0,
    member: String(fields.get(FIELD.member) ?? ""),
    replyTo: Number(fields.get(FIELD.replySerial) ?? 0),
    texts: isTexts ? readTexts(bytes.subarray(bodyAt, length), signature.length) : [],
  };
  return { message, length };
}

function readFields(head: Buffer): ReadonlyMap<number, string | number> {
  const fields = new Map<number, string | number>();
  let at = FIXED_HEADER;
  while (at < head.length) {
    at = align(at, 8);
    const code = head[at] ?? 0;
    const type = String.fromCharCode(head[at + 2] ?? 0);
    at += 4; // code, length of the signature, the signature, its NUL
    if (type === "g") {
      const size = head[at] ?? 0;
      fields.set(code, head.toString("utf8", at + 1, at + 1 + size));
      at += size + 2;
    } else {
      at = align(at, 4);
      const value = head.readUInt32LE(at);
      at += 4;
      fields.set(code, type === "u" ? value : head.toString("utf8", at, at + value));
      if (type !== "u") at += value + 1;
    }
  }
  return fields;
}

function readTexts(body: Buffer, count: number): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    at = align(at, 4);
    const size = body.readUInt32LE(at);
    texts.push(body.toString("utf8", at + 4, at + 4 + size));
    at += 4 + size + 1;
  }
  return texts;
}

function align(at: number, to: number): number {
  return Math.ceil(at / to) * to;
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length, to) - bytes.length)]);
}

class Writer {
  bytes: Buffer = Buffer.alloc(0);

  text(text: string): void {
    this.#add(4, lengthOf(text), Buffer.from(`${text}\0`));
  }

  field(code: number, type: "o" | "s", text: string): void {
    this.#add(8, Buffer.from([code, 1, type.charCodeAt(0), 0]));
    this.text(text);
  }

  signatureField(code: number, signature: string): void {
    this.#add(8, Buffer.from([code, 1, "g".charCodeAt(0), 0, signature.length]), Buffer.from(`${signature}\0`));
  }

  #add(alignment: number, ...parts: readonly Buffer[]): void {
    this.bytes = Buffer.concat([padded(this.bytes, alignment), ...parts]);
  }
}

function lengthOf(text: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(Buffer.byteLength(text));
  return size;
}
