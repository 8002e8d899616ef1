// Middleboxes from Debian, as they are started on the router of a slot. Each answers the port that it listens on.
import type { Authority } from "../../support/certificates.ts";
import type { Slot } from "./slot.ts";

const PORT = { sslsplit: 9_007, haproxy: 9_008, tinyproxy: 9_100 } as const;

/** Opens TLS with certificates of this authority, on the way to wherever the connection led. */
export function sslsplit(slot: Slot, { key, cert }: Authority, options: readonly string[]): number {
  const keys = ["-k", slot.write("stranger.key", key), "-c", slot.write("stranger.crt", cert)];
  slot.start("router", ["sslsplit", "-D", "-u", "root", ...options, ...keys, "ssl", "0.0.0.0", `${PORT.sslsplit}`]);
  return PORT.sslsplit;
}

/** Accepts every connection by itself and passes on what comes. */
export function haproxy(slot: Slot): number {
  const config = `
global
  nbthread 1
defaults
  mode tcp
  timeout connect 5s
  timeout client 20s
  timeout server 20s
frontend in
  bind 0.0.0.0:${PORT.haproxy}
  default_backend out
backend out
  server s 0.0.0.0:0
`;
  slot.start("router", ["haproxy", "-db", "-q", "-f", slot.write("haproxy.cfg", config)]);
  return PORT.haproxy;
}

/** A proxy for CONNECT to port 443. */
export function tinyproxy(slot: Slot): number {
  const lines = [`Port ${PORT.tinyproxy}`, "Listen 0.0.0.0", "Timeout 20", "MaxClients 50", "LogLevel Critical"];
  const config = `${[...lines, "ConnectPort 443"].join("\n")}\n`;
  slot.start("router", ["tinyproxy", "-d", "-c", slot.write("tinyproxy.conf", config)]);
  return PORT.tinyproxy;
}
