import { expect, test } from "vitest";
import { timingsIn } from "../../../build/bench/blackbox.mjs";
import { curlLook } from "../../../build/bench/peers.mjs";

const METRICS = `# TYPE probe_http_duration_seconds gauge
probe_http_duration_seconds{phase="connect"} 0.0002
probe_http_duration_seconds{phase="processing"} 0.0105
probe_http_duration_seconds{phase="tls"} 0.0112
probe_success 1
`;

test("reads what blackbox_exporter measured", () => {
  expect(timingsIn(METRICS)).toEqual({ handshakeMs: 11.2, ttfbMs: 10.5 });
});

test("hears from blackbox_exporter that a look failed", () => {
  expect(timingsIn(METRICS.replace("success 1", "success 0")).failure).toBe("probe_success is not 1");
});

test("reads what curl measured", () => {
  const look = curlLook({ startedAt: 1, endedAt: 2, output: "0.001 0.012 0.013 0.024 200" });
  expect({ handshakeMs: Math.round(look.handshakeMs), ttfbMs: Math.round(look.ttfbMs) }).toEqual({
    handshakeMs: 11,
    ttfbMs: 11,
  });
});

test("hears from curl that the answer was not the module's", () => {
  expect(curlLook({ startedAt: 1, endedAt: 2, output: "0 0 0 0 403" }).failure).toBe("curl: 0 0 0 0 403");
});
