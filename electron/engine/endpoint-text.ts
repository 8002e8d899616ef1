// An endpoint from what people type.
import { type Endpoint, endpointName } from "../../shared/domain/endpoint.ts";

/** Why a text names no endpoint; each has words under `cli:url-problem`. */
export type UrlProblem = "blank" | "scheme" | "host";

/** The endpoint that a text names, or why it names none. A bare host with a dot is taken for an https URL. */
export function parseEndpoint(text: string): Endpoint | UrlProblem {
  if (/\s/.test(text) || text === "") return "blank";
  const isBare = !text.includes("://") && /^[^/:@]+\.[^/:@]+(:\d+)?(\/|$)/.test(text);
  const url = isBare ? `https://${text}` : text;
  if (!/^https?:\/\//i.test(url)) return "scheme";
  if (!URL.canParse(url) || new URL(url).hostname === "") return "host";
  return { name: endpointName(url), url, role: "proxy" };
}
