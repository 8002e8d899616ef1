// Looks once at the URL it is given, and writes the sample to standard output. Says when it has begun, so that a test can
// stop it in the middle.
import { createProber } from "../../../../electron/engine/probe/probe.ts";

const [url = "", handshakeMs = "6000"] = process.argv.slice(2);
const prober = createProber({ version: "0.0.0", env: {}, limits: { handshake: Number(handshakeMs) } });
const looked = prober.probe({ name: url, url, role: "proxy" }, new AbortController().signal);
process.stdout.write("begun\n");
process.stdout.write(`${JSON.stringify(await looked)}\n`);
