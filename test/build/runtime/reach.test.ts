import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { whyRefused, whyUnreachable } from "../../../build/runtime/reach.mjs";

async function serverThatAnswers(
  status: number,
): Promise<{ readonly host: string; readonly close: () => Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const close = async () =>
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

test("has nothing to say when the file is there", async () => {
  const { host } = await serverThatAnswers(200);
  expect(await whyRefused(`http://${host}/electron.zip`)).toBeUndefined();
});

test("names the server and its answer when it refuses the file", async () => {
  const { host } = await serverThatAnswers(403);
  expect(await whyRefused(`http://${host}/electron.zip`)).toBe(`${host} answered 403`);
});

test("takes any answer for a reachable server", async () => {
  const { host } = await serverThatAnswers(404);
  expect(await whyUnreachable(`http://${host}/`)).toBeUndefined();
});

test("names the server and the cause when nothing listens", async () => {
  const { host, close } = await serverThatAnswers(200);
  await close();
  expect(await whyUnreachable(`http://${host}/`)).toBe(`${host} cannot be reached (ECONNREFUSED)`);
});
