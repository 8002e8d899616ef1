// A port that refuses every connection and that nobody else is given meanwhile. One that was just given back refuses too, but
// the next server that asks for any free port may get it.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The port, for as long as it is held. */
export interface RefusedPort {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly release: () => void;
}

/**
 * Holds a port: it is the near end of a connection within this process, bound before it was connected. So the kernel has no
 * listener there to ask, and gives the port neither to those who ask for any nor, as a near end, to those who connect.
 */
export async function holdRefusedPort(): Promise<RefusedPort> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const met = once(server, "connection") as Promise<[Socket]>;
  const near = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", localAddress: "127.0.0.1" });
  const [[far]] = await Promise.all([met, once(near, "connect")]);
  server.close();
  const ends = [near, far];
  for (const end of ends) end.on("error", () => undefined).unref();
  return {
    port: near.localPort ?? 0,
    release: () => {
      for (const end of ends) end.destroy();
    },
  };
}
