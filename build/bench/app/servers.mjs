// Module proxies that answer at once, each on a port of 127.0.0.1.
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import path from "node:path";
import { makeCertificates } from "../certificates.mjs";

const ANSWER = '{"Version":"v1.5.2","Time":"2018-02-14T15:44:20Z"}';

/** Starts `count` of them: {urls, caFile}. They end with this process. */
export async function startServers({ folder, count }) {
  const { root, chain, key } = await makeCertificates();
  const caFile = path.join(folder, "root.pem");
  writeFileSync(caFile, root);
  const urls = [];
  for (let number = 0; number < count; number += 1) {
    const server = createServer({ cert: chain, key, minVersion: "TLSv1.3" }, (_request, response) => {
      response.setHeader("content-type", "application/json").end(ANSWER);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    urls.push(`https://127.0.0.1:${server.address().port}`);
  }
  return { urls, caFile };
}
