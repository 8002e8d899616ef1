// A Go module proxy on loopback over HTTPS that serves one tiny module, with a certificate of our own authority.
import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { makeAuthority } from "./certificates.ts";

/** A running proxy. */
export interface ModuleProxy {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The file that SSL_CERT_FILE has to name. */
  readonly caFile: string;
  /** The paths asked for so far, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** The module that the proxy serves. */
export const SERVED_MODULE = "example.com/tiny";
/** Its only version. */
export const SERVED_VERSION = "v1.0.0";

/** An archive of uncompressed files (PKWARE APPNOTE 4.3: local headers, central directory, end record). */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = Buffer.from(text);
    // Version 2.0, no flags, stored, 1980-01-01, checksum, both sizes, length of name, no extra field.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(33, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    local.push(Buffer.from("PK\x03\x04"), common, name, data);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, name);
    offset += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

/**
 * Starts a proxy whose authority's certificate is written into `folder`. With `credentials` (`user:password`) it serves
 * nobody else.
 */
export async function startModuleProxy(folder: string, credentials?: string): Promise<ModuleProxy> {
  const authority = await makeAuthority("Gangway test proxy");
  const caFile = join(folder, "proxy-ca.pem");
  writeFileSync(caFile, authority.cert);
  const root = `${SERVED_MODULE}@${SERVED_VERSION}`;
  const goMod = `module ${SERVED_MODULE}\n\ngo 1.19\n`;
  const base = `/${SERVED_MODULE}/@v/${SERVED_VERSION}`;
  const served = new Map<string, string | Buffer>([
    [`${base}.info`, JSON.stringify({ Version: SERVED_VERSION, Time: "2020-01-01T00:00:00Z" })],
    [`${base}.mod`, goMod],
    [`${base}.zip`, zip({ [`${root}/go.mod`]: goMod, [`${root}/tiny.go`]: "package tiny\n" })],
  ]);
  const asked: string[] = [];
  const server = createServer(await authority.issue({ names: ["127.0.0.1"] }), (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (credentials !== undefined && request.headers.authorization !== basic(credentials)) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end("who are you?");
      return;
    }
    const body = served.get(path);
    response.writeHead(body === undefined ? 404 : 200).end(body ?? "not found");
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((settle) => {
      server.close(() => {
        settle();
      });
      server.closeAllConnections();
    });
  return { url: `https://127.0.0.1:${port}`, caFile, asked, close };
}
