// What the model says by itself; that Go agrees is shown in test/go/reuse.
import { expect, test } from "vitest";
import { connectionCost, goClient, reuseOf } from "../../../shared/domain/reuse.ts";
import { sayReuse } from "../../../shared/view/download-texts.ts";
import { createTranslate } from "../../../shared/view/translate.ts";
import { bad, good } from "../../support/samples.ts";

test("one module needs one connection, whatever the protocol", () => {
  for (const alpn of ["h2", "http/1.1", null] as const) {
    const { connections } = connectionCost({ files: 3, parallel: 8, alpn, via: "direct" });
    expect(connections).toEqual({ least: 1, expected: 1, most: 1 });
  }
});

test("nothing to fetch costs nothing", () => {
  const cost = connectionCost({ files: 0, parallel: 8, alpn: "h2", via: "http-proxy" });
  expect(cost.connections.most + cost.handshakes.most + cost.tunnels.most).toBe(0);
});

test("plain HTTP has no handshakes, and asks an HTTP proxy without CONNECT", () => {
  const cost = connectionCost({ files: 30, parallel: 2, alpn: null, via: "http-proxy" });
  expect([cost.connections.expected, cost.handshakes.most, cost.tunnels.most]).toEqual([2, 0, 0]);
});

test("keeps its bounds for any size", () => {
  for (let files = 1; files <= 120; files += 1) {
    for (const parallel of [1, 2, 3, 8, 64]) {
      for (const alpn of ["h2", "http/1.1"] as const) {
        const { least, expected, most } = connectionCost({ files, parallel, alpn, via: "direct" }).connections;
        expect(least <= expected && expected <= most && most <= files && least >= 1, `${files} ${parallel}`).toBe(true);
      }
    }
  }
});

test("reads what the environment says of the go command", () => {
  expect(goClient({}, 8)).toEqual({ parallel: 8, http2: true });
  expect(goClient({ GOMAXPROCS: "2" }, 8)).toEqual({ parallel: 2, http2: true });
  expect(goClient({ GOMAXPROCS: "0" }, 8).parallel).toBe(8);
  expect(goClient({ GODEBUG: "netdns=go,http2client=0" }, 8).http2).toBe(false);
  expect(goClient({ GODEBUG: "cmdgonetlimit=3" }, 8, "go1.22.1").parallel).toBe(3);
  expect(goClient({ GODEBUG: "cmdgonetlimit=3" }, 8, "go1.19").parallel).toBe(8);
  expect(goClient({ GOMAXPROCS: "2" }, 8, "go1.14.15").parallel).toBe(10);
});

test("takes the protocol from a sample that came to an answer, and from Go's own settings", () => {
  const client = { parallel: 8, http2: true };
  const tls = { version: "TLSv1.3", alpn: "h2", trust: "public" } as const;
  expect(reuseOf(undefined, client)).toBeNull();
  expect(reuseOf(bad(0, "handshake", "reset"), client)).toBeNull();
  expect(reuseOf({ ...good(0), tls }, client)).toMatchObject({ alpn: "h2", connections: { expected: 8 } });
  expect(reuseOf({ ...good(0), tls }, { ...client, http2: false })).toMatchObject({ alpn: "http/1.1" });
  expect(reuseOf({ ...good(0), tls: null }, client)).toMatchObject({ alpn: null, handshakes: { most: 0 } });
});

test("is said in a sentence of either language", () => {
  const tls = { version: "TLSv1.3", alpn: "http/1.1", trust: "public" } as const;
  const reuse = reuseOf({ ...good(0), tls, via: "http-proxy" }, { parallel: 8, http2: true });
  if (reuse === null) throw new Error("there is a cost");
  expect(sayReuse(createTranslate("en"), reuse)).toBe(
    "HTTP/1.1: about 20 connections (2 to 30) for 30 files, each with a CONNECT and a full TLS handshake",
  );
  expect(sayReuse(createTranslate("zh-CN"), reuse)).toBe(
    "HTTP/1.1：30 个文件约用 20 条连接（2 到 30），每条都要 CONNECT 和完整的 TLS 握手",
  );
});
