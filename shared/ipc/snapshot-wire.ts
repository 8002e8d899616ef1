import type { EndpointView, Snapshot } from "../domain/snapshot.ts";

/**
 * A snapshot on its way from process to process: an endpoint that is as it was in the one sent before is named by its place
 * there. With sixty samples of each of eight that makes 19 kB of 124, for each look.
 */
export interface SentSnapshot extends Omit<Snapshot, "endpoints"> {
  readonly endpoints: readonly (EndpointView | number)[];
}

/** Writes snapshots for one receiver, who has to read them all in their order. */
export class SnapshotWriter {
  #places: ReadonlyMap<EndpointView, number> = new Map();

  /** What to send. */
  write(snapshot: Snapshot): SentSnapshot {
    const endpoints = snapshot.endpoints.map((endpoint) => this.#places.get(endpoint) ?? endpoint);
    this.#places = new Map(snapshot.endpoints.map((endpoint, place) => [endpoint, place]));
    return { ...snapshot, endpoints };
  }
}

/** Reads what one writer has written. */
export class SnapshotReader {
  #last: readonly EndpointView[] = [];

  /** The snapshot as it was written. Throws when it names an endpoint that was never sent. */
  read(sent: SentSnapshot): Snapshot {
    const endpoints = sent.endpoints.map((endpoint) => {
      if (typeof endpoint !== "number") return endpoint;
      const known = this.#last[endpoint];
      if (known === undefined)
        throw new Error(`a snapshot names the endpoint in place ${String(endpoint)}, of ${this.#last.length}`);
      return known;
    });
    this.#last = endpoints;
    return { ...sent, endpoints };
  }
}
